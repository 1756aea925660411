using Workflow.Api.Http;

namespace Workflow.Api.Accounts.Access;

/// <summary>Finds the token or key in a request.</summary>
public static class Credential
{
    public const string KeyHeader = "X-API-Key";

    /// <summary>Browsers can send no header with a WebSocket or an EventSource.</summary>
    private const string QueryName = "access_token";

    /// <param name="text">Null when the request has none.</param>
    /// <returns>False when the request cannot be understood.</returns>
    public static bool TryRead(HttpContext http, out string? text, out Problem? problem)
    {
        var request = http.Request;
        var found = new List<string>(1);
        foreach (var header in request.Headers.Authorization)
        {
            found.Add(header is not null && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? header["Bearer ".Length..].Trim()
                : "");
        }

        found.AddRange(request.Headers[KeyHeader].Select(key => key?.Trim() ?? ""));
        if (IsLive(http) && request.Query.TryGetValue(QueryName, out var tokens))
        {
            found.AddRange(tokens.Select(token => token ?? ""));
            HideFromLogs(request);
        }

        text = found.Count == 0 ? null : found[0];
        problem = found.Count > 1
            ? AccountProblems.SeveralCredentials()
            : text?.Length == 0 ? AccountProblems.InvalidToken(
                $"Send it as Authorization: Bearer TOKEN, or an API key as {KeyHeader}: KEY.") : null;
        return problem is null;
    }

    /// <summary>Whether the route goes on for as long as the caller stays.</summary>
    public static bool IsLive(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } path
        && (path.EndsWith("/ws", StringComparison.Ordinal) || path.EndsWith("/events", StringComparison.Ordinal));

    private static void HideFromLogs(HttpRequest request)
    {
        var rest = request.Query.Where(pair => pair.Key != QueryName).ToDictionary();
        request.QueryString = QueryString.Create(rest);
        request.Query = new QueryCollection(rest);
    }
}
