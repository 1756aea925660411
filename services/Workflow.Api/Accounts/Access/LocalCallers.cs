using System.Net;
using Workflow.Api.Accounts.Setup;
using Workflow.Api.Http;

namespace Workflow.Api.Accounts.Access;

/// <summary>Who may do without a token in local mode: programs on this machine, and pages that this API itself serves.
/// Any other page that a browser on this machine shows is kept out, whatever its name resolves to.</summary>
public static class LocalCallers
{
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    /// <param name="origins">Origins of other pages that are let in as well.</param>
    /// <returns>Null when the caller may.</returns>
    public static Problem? RefusalOf(HttpContext http, IReadOnlyList<string> origins)
    {
        var request = http.Request;
        if (http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address)
            || Forwarding.Any(request.Headers.ContainsKey))
        {
            return AccountProblems.AuthenticationRequired();
        }

        // Without a Host there is no browser.
        if (request.Host.HasValue && !ListeningAddresses.IsLoopbackHost(request.Host.Host))
        {
            return AccountProblems.CrossSite(
                $"Host is '{request.Host}'; without a token, call this API as localhost or 127.0.0.1.");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || origins.Contains(origin)
            || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            ? null
            : AccountProblems.CrossSite(
                $"Origin is '{origin}'; without a token, only this API's own pages may call it. Send a token, or name "
                + "the origin in WORKFLOW_API_CORS_ORIGINS.");
    }
}
