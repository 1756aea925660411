using System.Buffers;

namespace Workflow.Bridge.Agents;

/// <summary>Reads the body of an answer up to a limit.</summary>
internal static class BoundedBody
{
    private const int Chunk = 16 * 1024;

    /// <returns>The body, or null when it is larger.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int bytesMax, CancellationToken ct)
    {
        if (content.Headers.ContentLength > bytesMax)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(ct);
        var body = new ArrayBufferWriter<byte>(Chunk);
        while (true)
        {
            var read = await stream.ReadAsync(body.GetMemory(Chunk), ct);
            if (read == 0)
            {
                return body.WrittenSpan.ToArray();
            }

            body.Advance(read);
            if (body.WrittenCount > bytesMax)
            {
                return null;
            }
        }
    }
}
