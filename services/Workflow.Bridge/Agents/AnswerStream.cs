using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Workflow.Bridge.Logins;
using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>Reads an answer that comes line by line (<c>application/x-ndjson</c>): checkpoints and signs of life, then
/// the result.</summary>
/// <param name="bytesMax">Of a result.</param>
/// <param name="checkpointBytesMax">Of a checkpoint.</param>
/// <param name="redaction">Of what it says.</param>
/// <param name="onCheckpoint">Takes each checkpoint; the next line is read when it is done.</param>
/// <param name="onLine">Called with every line, whatever it says.</param>
internal sealed class AnswerStream(
    int bytesMax, int checkpointBytesMax, Redaction redaction, Func<RawJson, Task> onCheckpoint, Action onLine)
{
    public const string MediaType = "application/x-ndjson";

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<AgentAnswer> ReadAsync(Stream body, CancellationToken ct)
    {
        var reader = PipeReader.Create(body);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(ct);
                var left = read.Buffer;
                while (TryCutLine(ref left, read.IsCompleted, out var line))
                {
                    onLine();
                    if (await TakeAsync(line.ToArray()) is { } answer)
                    {
                        return answer;
                    }
                }

                if (read.IsCompleted)
                {
                    return AgentAnswer.Unusable("It ended without a line that has the result.");
                }

                if (left.Length > bytesMax)
                {
                    return TooLong();
                }

                reader.AdvanceTo(left.Start, left.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryCutLine(
        ref ReadOnlySequence<byte> left, bool isLast, out ReadOnlySequence<byte> line)
    {
        line = left;
        if (left.PositionOf((byte)'\n') is { } end)
        {
            line = left.Slice(0, end);
            left = left.Slice(left.GetPosition(1, end));
            return true;
        }

        left = isLast ? left.Slice(left.End) : left;
        return isLast && !line.IsEmpty;
    }

    /// <returns>The answer when this line ends it.</returns>
    private async Task<AgentAnswer?> TakeAsync(byte[] line)
    {
        if (line.Length > bytesMax)
        {
            return TooLong();
        }

        if (line.AsSpan().Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line, Depth);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? await TakeAsync(document.RootElement)
                : AgentAnswer.Unusable("One of its lines is no JSON object.");
        }
        catch (JsonException error)
        {
            return AgentAnswer.Unusable($"One of its lines is no JSON: {error.Message}");
        }
    }

    private async Task<AgentAnswer?> TakeAsync(JsonElement line)
    {
        if (line.TryGetProperty("checkpoint", out var checkpoint))
        {
            var json = redaction.Clean(RawJson.FromElement(checkpoint));
            if (json.Utf8.Length > checkpointBytesMax)
            {
                return AgentAnswer.Unusable(
                    $"A checkpoint has {json.Utf8.Length} bytes; {checkpointBytesMax} are allowed "
                    + "(WORKFLOW_BRIDGE_CHECKPOINT_BYTES_MAX). Keep big data outside and send a reference.");
            }

            await onCheckpoint(json);
        }

        if (line.TryGetProperty("error", out var error))
        {
            return AnswerReader.ReadError(error, redaction);
        }

        return line.TryGetProperty("result", out var result)
            ? AgentAnswer.Of(redaction.Clean(RawJson.FromElement(result)))
            : null;
    }

    private AgentAnswer TooLong() => AgentAnswer.Unusable($"It has a line of more than {bytesMax} bytes.");
}
