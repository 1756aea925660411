using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Workflow.Api.ConsoleSite;

/// <summary>What browsers are told about the console's files.</summary>
internal static class ConsoleHeaders
{
    /// <summary>Scripts, styles and everything else come from this API alone, and no other site frames the
    /// console.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Names in this folder change with what is in the files.</summary>
    private static readonly PathString Hashed = "/assets";

    public static void Add(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers[HeaderNames.CacheControl] = file.Context.Request.Path.StartsWithSegments(Hashed)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        headers[HeaderNames.ContentSecurityPolicy] = ContentSecurityPolicy;
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
