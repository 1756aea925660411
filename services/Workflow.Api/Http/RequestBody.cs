using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Workflow.Api.Http;

/// <summary>A body that was read whole, or the reason why not.</summary>
public readonly record struct BodyText(ReadOnlyMemory<byte> Utf8, Problem? Problem = null);

/// <summary>Reads whole bodies up to a limit.</summary>
public static class RequestBody
{
    private const int DiscardBytesMax = 64 << 20;
    private static readonly TimeSpan DiscardTime = TimeSpan.FromSeconds(5);

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

    /// <summary>Takes in what a client still sends after its answer, up to a bound: a connection that is closed
    /// meanwhile is reset, and the client may never see what it was answered.</summary>
    public static async Task DiscardAsync(HttpRequest request)
    {
        LiftServersLimit(request);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted);
        patience.CancelAfter(DiscardTime);
        var buffer = new byte[16_384];
        try
        {
            for (var left = DiscardBytesMax; left > 0;)
            {
                var read = await request.Body.ReadAsync(buffer, patience.Token);
                if (read == 0)
                {
                    return;
                }

                left -= read;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // It sends too slowly, or is gone.
        }
    }

    /// <summary>What is read here has bounds of its own; beyond that of the server nothing can be read any more, and
    /// it cannot be lifted once reading has begun.</summary>
    private static void LiftServersLimit(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
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
        LiftServersLimit(request);
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
