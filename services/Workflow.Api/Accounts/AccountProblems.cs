using Workflow.Api.Http;

namespace Workflow.Api.Accounts;

/// <summary>Errors about who calls and what they may do.</summary>
public static class AccountProblems
{
    private const string Challenge = "Bearer realm=\"workflow\"";

    public static Problem AuthenticationRequired() => new(
        ProblemTypes.AuthenticationRequired,
        "Send a token as Authorization: Bearer TOKEN, or an API key as X-API-Key: KEY; docs/accounts.md says how to get"
        + " one.")
    {
        Challenge = Challenge,
    };

    /// <param name="reason">A sentence in ASCII without quotation marks; it is repeated in a header.</param>
    public static Problem InvalidToken(string reason) => new(
        ProblemTypes.InvalidToken, reason + " Get a new token or key.")
    {
        Challenge = $"{Challenge}, error=\"invalid_token\", error_description=\"{reason}\"",
    };

    public static Problem SeveralCredentials() => new(
        ProblemTypes.SeveralCredentials,
        "The request has more than one of Authorization, X-API-Key and access_token; send one token or key.")
    {
        Challenge = $"{Challenge}, error=\"invalid_request\"",
    };

    public static Problem InsufficientScope(Scopes missing, string detail) => new(
        ProblemTypes.InsufficientScope, detail)
    {
        Challenge = $"{Challenge}, error=\"insufficient_scope\", scope=\"{string.Join(' ', missing.ToTexts())}\"",
        Facts = new() { ["scopes"] = missing.ToTexts() },
    };

    public static Problem AdminOnly(
        string detail = "Ask an admin, or send a token whose role is admin (and whose scope, if any, has it).") =>
        new(ProblemTypes.AdminOnly, detail);

    public static Problem CrossSite(string detail) => new(ProblemTypes.CrossSiteRequest, detail);

    public static Problem RateLimited(int perSecond, int retryAfter) => new(
        ProblemTypes.RateLimited,
        $"You make more than {perSecond} requests per second; wait {retryAfter} s and go on more slowly.")
    {
        Facts = new() { ["requests_per_second"] = perSecond },
        RetryAfterSeconds = retryAfter,
    };

    public static Problem TooManyFailures(int retryAfter) => new(
        ProblemTypes.TooManyFailures,
        $"Too many requests from your address had a bad token or key; wait {retryAfter} s and send a good one.")
    {
        RetryAfterSeconds = retryAfter,
    };

    public static Problem ApiKeyNotFound(Guid id) => new(
        ProblemTypes.ApiKeyNotFound, $"No API key {id}; GET /api/v1/api-keys lists yours.")
    {
        Facts = new() { ["api_key_id"] = id },
    };

    public static Problem TooManyApiKeys(int max) => new(
        ProblemTypes.TooManyApiKeys,
        $"You have {max} API keys, and no more are allowed (WORKFLOW_AUTH_KEYS_PER_USER_MAX); revoke one first.")
    {
        Facts = new() { ["keys_per_user_max"] = max },
    };

    public static Problem KeysUnavailable() => new(
        ProblemTypes.KeysUnavailable,
        "The issuer's list of keys cannot be read, and the token names a key that is not known here. Try again later.")
    {
        RetryAfterSeconds = 5,
    };
}
