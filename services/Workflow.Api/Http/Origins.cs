using Microsoft.AspNetCore.Cors.Infrastructure;
using Workflow.Api.Options;
using Workflow.Hosting;

namespace Workflow.Api.Http;

/// <summary>Pages of other sites that browsers let call this API; none unless they are named.</summary>
public sealed class Origins
{
    private const string Setting = "WORKFLOW_API_CORS_ORIGINS";

    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromMinutes(10);

    /// <exception cref="SettingException">An origin cannot be one.</exception>
    public Origins(ApiOptions options)
    {
        Allowed = (options.CorsOrigins ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wrong = Allowed.FirstOrDefault(origin => !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && origin == uri.GetLeftPart(UriPartial.Authority)));
        if (wrong is not null)
        {
            throw new SettingException(
                Setting, options.CorsOrigins,
                $"'{wrong}' is no origin, so no browser would be let in; use scheme, host and port as browsers send "
                + "them, such as https://console.example.com.");
        }
    }

    public IReadOnlyList<string> Allowed { get; }

    public CorsPolicy Policy => new CorsPolicyBuilder([.. Allowed])
        .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        .WithHeaders(
            "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID",
            "X-API-Key")
        .WithExposedHeaders("ETag", "Idempotency-Replayed", "Location", "Retry-After", "WWW-Authenticate")
        .SetPreflightMaxAge(AskedAgainAfter)
        .Build();
}
