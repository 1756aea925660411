using System.Buffers;
using System.Text.Json;

namespace Workflow.Model;

/// <summary>Writes reports as the lines that say the same, for the results topic.</summary>
public static class ReportText
{
    /// <summary>One object for each thing that is held.</summary>
    public static IReadOnlyList<RawJson> Write(ReportBuffer reports) =>
    [
        .. reports.Progress is { } progress ? [Of(writer => Write(writer, progress))] : Array.Empty<RawJson>(),
        .. reports.Lines.Select(line => Of(writer => Write(writer, line))),
        .. reports.ToolCalls.Select(call => Of(writer => Write(writer, call))),
    ];

    private static void Write(Utf8JsonWriter writer, ProgressReport progress)
    {
        writer.WriteNumber("progress"u8, progress.Value);
        if (progress.Message is { } message)
        {
            writer.WriteString("message"u8, message);
        }

        writer.WriteString("at"u8, progress.At);
    }

    private static void Write(Utf8JsonWriter writer, ReportedLine line)
    {
        if (line.Kind == ReportedLine.Log)
        {
            writer.WriteStartObject("log"u8);
            writer.WriteString("level"u8, line.Level);
            writer.WriteString("message"u8, line.Message);
            Write(writer, "data", line.Data);
            writer.WriteEndObject();
        }
        else if (line.Message is { } text)
        {
            writer.WriteString("output"u8, text);
        }
        else
        {
            Write(writer, "output", line.Data);
        }

        writer.WriteString("at"u8, line.At);
    }

    private static void Write(Utf8JsonWriter writer, ReportedToolCall call)
    {
        writer.WriteStartObject("tool_call"u8);
        writer.WriteString("id"u8, call.Id);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("status"u8, call.Status);
        Write(writer, "input", call.Input);
        Write(writer, "output", call.Output);
        if (call.Error is { } error)
        {
            writer.WriteString("error"u8, error);
        }

        if (call.StartedAt is { } started)
        {
            writer.WriteString("started_at"u8, started);
        }

        if (call.EndedAt is { } ended)
        {
            writer.WriteString("ended_at"u8, ended);
        }

        if (call.LeftOut.Count > 0)
        {
            writer.WriteStartArray("left_out"u8);
            foreach (var name in call.LeftOut)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, RawJson json)
    {
        if (!json.IsEmpty)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json.Utf8.Span, skipInputValidation: true);
        }
    }

    private static RawJson Of(Action<Utf8JsonWriter> members)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return new RawJson(text.WrittenMemory);
    }
}
