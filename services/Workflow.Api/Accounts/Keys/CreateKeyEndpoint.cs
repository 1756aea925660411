using Workflow.Api.Accounts.Access;
using Workflow.Api.Accounts.Setup;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Verbs;
using Workflow.Database.Accounts;

namespace Workflow.Api.Accounts.Keys;

/// <summary>Makes API keys.</summary>
public static class CreateKeyEndpoint
{
    private static readonly TextField Name = new("name", "For people.") { IsRequired = true };

    private static readonly TextsField Wanted = new(
        "scopes", "What the key may be used for; at most what its maker may do.", ScopeText.Known.Count)
    {
        IsRequired = true,
        Values = ScopeText.Known,
    };

    private static readonly TimeField ExpiresAt = new(
        "expires_at", "Refused from then on; null for never. At the latest the end of the key that makes it.");

    private static readonly BodyShape Body = new(Name, Wanted, ExpiresAt)
    {
        Example = """{"name": "nightly import", "scopes": ["runs:write", "runs:read"]}""",
    };

    public static void MapKeyCreation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/api-keys", CreateAsync)
            .Describe("Accounts", "Make an API key; the key is shown this once")
            .Needs(Scopes.KeysWrite)
            .TakesBody(Body)
            .Answers<CreatedApiKey>(201, "The key is made.")
            .Refuses(ProblemTypes.TooManyApiKeys);

    private static async Task<IResult> CreateAsync(
        Account account, Caller caller, HttpContext http, ApiKeyStore store, ApiOptions limits, AccountOptions options,
        TimeProvider time, CancellationToken ct)
    {
        var (body, refusal) = await Body.ReadAsync(http.Request, limits);
        if (refusal is not null)
        {
            return refusal;
        }

        var scopes = ScopeText.Parse(body.Get(Wanted)!);
        var expires = body.OrNull(ExpiresAt) ?? (account.KeyId is null ? null : account.ValidUntil);
        if ((RefusalOf(account, scopes) ?? RefusalOf(account, expires, time.GetUtcNow())) is { } problem)
        {
            return problem;
        }

        var text = ApiKeyText.Create();
        var key = new NewApiKey(
            Guid.CreateVersion7(time.GetUtcNow()), account.OwnerId, body.Get(Name)!, ApiKeyText.HintOf(text),
            ApiKeyText.HashOf(text), scopes.ToTexts(), expires, account.KeyId);
        var (outcome, createdAt) = await store.AddAsync(
            key, options.KeysPerUserMax, Actors.Of(caller), ct);
        http.Response.Headers.CacheControl = "no-store";
        return outcome switch
        {
            AddKeyOutcome.TooMany => AccountProblems.TooManyApiKeys(options.KeysPerUserMax),
            AddKeyOutcome.CreatorRevoked => AccountProblems.InvalidToken("The API key was revoked."),
            _ => TypedResults.Created($"/api/v1/api-keys/{key.Id}", new CreatedApiKey(
                key.Id, text, key.OwnerId, key.Name, key.Hint, key.Scopes, createdAt, key.ExpiresAt)),
        };
    }

    private static Problem? RefusalOf(Account account, Scopes wanted)
    {
        var missing = wanted & ~account.Scopes;
        return wanted == Scopes.None
            ? Problems.InvalidBody(
                [new ProblemError("/scopes", null, null, "A key without scopes is of no use.", "at least one scope")])
            : missing == Scopes.None ? null
            : AccountProblems.InsufficientScope(
                missing, $"A key gets no more than its maker has: leave out {string.Join(", ", missing.ToTexts())}.");
    }

    private static Problem? RefusalOf(Account account, DateTimeOffset? expires, DateTimeOffset now)
    {
        var message = expires <= now ? "The time has passed."
            : account.KeyId is not null && expires > account.ValidUntil ? "The key that makes it ends before."
            : null;
        return message is null ? null : Problems.InvalidBody(
            [new ProblemError("/expires_at", null, null, message, "a time in the future, or null")]);
    }
}
