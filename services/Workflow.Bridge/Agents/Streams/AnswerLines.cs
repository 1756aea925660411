using System.Text.Json;
using System.Text.Unicode;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents.Streams;

/// <summary>Understands what an agent says bit by bit: objects that hold a checkpoint, a sign of life, or the
/// end.</summary>
/// <param name="bytesMax">Of an object, so of a result.</param>
/// <param name="checkpointBytesMax">Of a checkpoint.</param>
/// <param name="redaction">Of what it says.</param>
/// <param name="reports">Reads what else it says.</param>
/// <param name="call">Takes checkpoints and reports; the next object is read when they are taken.</param>
internal sealed class AnswerLines(
    int bytesMax, int checkpointBytesMax, Redaction redaction, ReportReader reports, TransportCall call,
    TimeProvider time)
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    public int BytesMax => bytesMax;

    /// <summary>The agent stopped before it said how it ended.</summary>
    public static AgentAnswer WithoutEnd => AgentAnswer.Unusable("It ended without a line that has the result.");

    public AgentAnswer TooLong => AgentAnswer.Unusable($"It has a line of more than {bytesMax} bytes.");

    /// <param name="json">One object, alone.</param>
    /// <returns>The answer when this object ends it.</returns>
    public async Task<AgentAnswer?> TakeAsync(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            return AgentAnswer.Unusable("One of its lines is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Depth);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? await TakeAsync(document.RootElement)
                : AgentAnswer.Unusable("One of its lines is no JSON object.");
        }
        catch (JsonException error)
        {
            return AgentAnswer.Unusable($"One of its lines is no JSON: {error.Message}");
        }
        catch (InvalidOperationException)
        {
            return AgentAnswer.Unusable("One of its lines has a name that is no text (half of a surrogate pair).");
        }
    }

    private static bool IsReport(JsonElement line) =>
        line.TryGetProperty("progress", out _) || line.TryGetProperty("log", out _)
        || line.TryGetProperty("output", out _) || line.TryGetProperty("tool_call", out _);

    private async Task<AgentAnswer?> TakeAsync(JsonElement line)
    {
        if (IsReport(line))
        {
            using var clean = JsonDocument.Parse(redaction.Clean(RawJson.FromElement(line)).Utf8, Depth);
            if (reports.Read(clean.RootElement, time.GetUtcNow()) is { IsEmpty: false } report)
            {
                await call.OnReport(report);
            }
        }

        if (line.TryGetProperty("checkpoint", out var checkpoint))
        {
            var json = redaction.Clean(RawJson.FromElement(checkpoint));
            if (json.Utf8.Length > checkpointBytesMax)
            {
                return AgentAnswer.Unusable(
                    $"A checkpoint has {json.Utf8.Length} bytes; {checkpointBytesMax} are allowed "
                    + "(WORKFLOW_BRIDGE_CHECKPOINT_BYTES_MAX). Keep big data outside and send a reference.");
            }

            await call.OnCheckpoint(json);
        }

        if (line.TryGetProperty("error", out var error))
        {
            return AnswerReader.ReadError(error, redaction);
        }

        return line.TryGetProperty("result", out var result)
            ? AgentAnswer.Of(redaction.Clean(RawJson.FromElement(result)))
            : null;
    }
}
