using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Workflow.Api.ConsoleSite;

/// <summary>Files of which a packed copy lies beside them, made when the console was built: browsers that can unpack
/// it get that one.</summary>
internal static class PackedFiles
{
    private const string Ending = ".br";
    private const string Encoding = "br";

    /// <summary>Leads a request to the packed copy, if there is one and the browser takes it.</summary>
    public static void Choose(HttpRequest request, IFileProvider files)
    {
        if (TakesPacked(request.Headers.AcceptEncoding) && files.GetFileInfo(request.Path + Ending).Exists)
        {
            request.Path += Ending;
        }
    }

    /// <summary>Says of a packed copy what is in it.</summary>
    public static void Describe(HttpContext http, FileExtensionContentTypeProvider types)
    {
        var path = http.Request.Path.Value ?? "";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (path.EndsWith(Ending, StringComparison.Ordinal)
            && types.TryGetContentType(path[..^Ending.Length], out var type))
        {
            http.Response.ContentType = type;
            http.Response.Headers.ContentEncoding = Encoding;
        }
    }

    private static bool TakesPacked(StringValues header) =>
        StringWithQualityHeaderValue.TryParseList(header, out var taken)
        && taken.Any(one => one.Value.Equals(Encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
}
