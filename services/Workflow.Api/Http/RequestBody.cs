using System.Buffers;

namespace Workflow.Api.Http;

/// <summary>A body that was read whole, or the reason why not.</summary>
public readonly record struct BodyText(ReadOnlyMemory<byte> Utf8, Problem? Problem = null);

/// <summary>Reads whole bodies up to a limit.</summary>
public static class RequestBody
{
    /// <param name="types">Media types that are taken; one that ends in <c>+json</c> or <c>+yaml</c> stands for the
    /// suffix.
    /// A body without a type is taken.</param>
    public static async Task<BodyText> ReadAsync(HttpRequest request, IReadOnlyList<string> types, int bytesMax)
    {
        if (request.ContentLength is > 0 or null && !IsTaken(request, types))
        {
            return new BodyText(default, Problems.UnsupportedMediaType(request.ContentType, types));
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return new BodyText(default, Problems.EncodedBody(request.Headers.ContentEncoding.ToString()));
        }

        if (request.ContentLength > bytesMax)
        {
            return new BodyText(default, Problems.BodyTooLarge(bytesMax));
        }

        return request.ContentLength is { } length
            ? new BodyText(await ReadKnownAsync(request, (int)length))
            : await ReadUnknownAsync(request, bytesMax);
    }

    private static bool IsTaken(HttpRequest request, IReadOnlyList<string> types)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            return true;
        }

        return request.GetTypedHeaders().ContentType is { } type
            && types.Any(taken => type.MediaType.Equals(taken, StringComparison.OrdinalIgnoreCase)
                || (taken.StartsWith('+') && type.MediaType.EndsWith(taken, StringComparison.OrdinalIgnoreCase)))
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<byte[]> ReadKnownAsync(HttpRequest request, int length)
    {
        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
        return body;
    }

    private static async Task<BodyText> ReadUnknownAsync(HttpRequest request, int bytesMax)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > bytesMax)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new BodyText(default, Problems.BodyTooLarge(bytesMax));
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new BodyText(body);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
