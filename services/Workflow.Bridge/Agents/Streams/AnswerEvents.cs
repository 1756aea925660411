using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Workflow.Bridge.Agents.Streams;

/// <summary>Reads an answer of server-sent events (<c>text/event-stream</c>). An event without a name is an object as a
/// line has it; one with a name is the member of that name, its data the value. Comments are signs of life.</summary>
/// <param name="onLine">Called with every line, whatever it says.</param>
internal sealed class AnswerEvents(AnswerLines lines, Action onLine)
{
    public const string MediaType = "text/event-stream";

    private static readonly HashSet<string> Members =
        ["heartbeat", "checkpoint", "progress", "log", "output", "tool_call", "result", "error"];

    /// <summary>Those whose data may be plain text.</summary>
    private static readonly HashSet<string> Texts = ["log", "output"];

    private readonly ArrayBufferWriter<byte> _data = new();
    private string _name = "";
    private bool _hasData;

    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<AgentAnswer> ReadAsync(Stream body, CancellationToken ct)
    {
        // The name of a field takes some bytes beside the data.
        await foreach (var line in LineReader.ReadAsync(body, lines.BytesMax + "data: "u8.Length, ct))
        {
            onLine();
            if (line is null || !TryAdd(line))
            {
                return lines.TooLong;
            }

            if (line.Length == 0 && await DispatchAsync() is { } answer)
            {
                return answer;
            }
        }

        return await DispatchAsync() ?? AnswerLines.WithoutEnd;
    }

    /// <returns>False when the event has become too long.</returns>
    private bool TryAdd(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        value = value is [(byte)' ', ..] ? value[1..] : value;
        if (field.SequenceEqual("event"u8))
        {
            _name = Encoding.UTF8.GetString(value);
        }
        else if (field.SequenceEqual("data"u8))
        {
            if (_hasData)
            {
                _data.Write("\n"u8);
            }

            _data.Write(value);
            _hasData = true;
        }

        return _data.WrittenCount <= lines.BytesMax;
    }

    private async Task<AgentAnswer?> DispatchAsync()
    {
        var (name, data, hasData) = (_name, _data.WrittenSpan.ToArray(), _hasData);
        _data.ResetWrittenCount();
        (_name, _hasData) = ("", false);
        if (!hasData)
        {
            return null;
        }

        return name is "" or "message" ? await lines.TakeAsync(data)
            : Members.Contains(name) ? await lines.TakeAsync(Named(name, data))
            : null;
    }

    /// <summary>The line that says the same.</summary>
    private static byte[] Named(string name, byte[] data)
    {
        var isJson = IsJson(data, out var kind);
        if (name == "progress" && isJson && kind == JsonValueKind.Object)
        {
            return data;
        }

        if (!isJson && Texts.Contains(name) && Utf8.IsValid(data))
        {
            data = Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(data)}\"");
        }

        return [.. "{\""u8, .. Encoding.ASCII.GetBytes(name), .. "\":"u8, .. data, .. "}"u8];
    }

    private static bool IsJson(byte[] data, out JsonValueKind kind)
    {
        kind = JsonValueKind.Undefined;
        try
        {
            using var document = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = 256 });
            kind = document.RootElement.ValueKind;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
