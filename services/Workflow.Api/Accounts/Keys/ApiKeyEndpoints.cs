using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Verbs;
using Workflow.Database.Accounts;

namespace Workflow.Api.Accounts.Keys;

/// <summary>Reads and revokes API keys.</summary>
public static class ApiKeyEndpoints
{
    private const string Tag = "Accounts";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/api-keys", ListAsync)
            .Describe(Tag, "List API keys, the newest first")
            .Needs(Scopes.KeysRead)
            .TakesQuery(Pages.Query)
            .Answers<ApiKeyPage>(200, "A page of keys, revoked ones too.");
        routes.MapGet("/api/v1/api-keys/{id}", GetAsync)
            .Describe(Tag, "Read what is known of an API key")
            .Needs(Scopes.KeysRead)
            .Answers<ApiKeyDetail>(200, "The key, without the key itself.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ApiKeyNotFound);
        routes.MapDelete("/api/v1/api-keys/{id}", RevokeAsync)
            .Describe(Tag, "Revoke an API key and all keys that were made with it")
            .Needs(Scopes.KeysWrite)
            .Answers(204, "It is revoked, now or before.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ApiKeyNotFound);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, ApiKeyStore store, ApiOptions options, CancellationToken ct)
    {
        var last = Guid.Empty;
        if (!Pages.TryRead(request.Query, 1, options.PageMax, out var limit, out var after, out var problem)
            || (after is not null && !Parameters.TryReadId("after", after[0], out last, out problem)))
        {
            return problem;
        }

        var rows = await store.ListAsync(caller.Sees, after is null ? null : last, limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Id.ToString()) : null;
        return TypedResults.Ok(new ApiKeyPage([.. rows.Take(limit).Select(ApiKeyDetail.Of)], next));
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, ApiKeyStore store, CancellationToken ct) =>
        !Parameters.TryReadId("id", id, out var keyId, out var problem) ? problem
        : await store.FindAsync(caller.Sees, keyId, ct) is { } row ? TypedResults.Ok(ApiKeyDetail.Of(row))
        : AccountProblems.ApiKeyNotFound(keyId);

    private static async Task<IResult> RevokeAsync(
        string id, Caller caller, ApiKeyStore store, CancellationToken ct) =>
        !Parameters.TryReadId("id", id, out var keyId, out var problem) ? problem
        : await store.RevokeAsync(caller.Sees, keyId, Actors.Of(caller), ct) ? TypedResults.NoContent()
        : AccountProblems.ApiKeyNotFound(keyId);
}
