using System.Text.Json;

namespace Workflow.Model;

/// <summary>Reads what agents say of their work. Nothing that they may say is an error: what cannot be read becomes a
/// log line that tells why.</summary>
/// <param name="bytesMax">Of one text or payload: longer texts are cut, longer payloads left out.</param>
public sealed class ReportReader(int bytesMax)
{
    private const int NameLengthMax = 200;
    private const int ErrorLengthMax = 500;
    private static readonly TimeSpan FarMax = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, string> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = "debug", ["debug"] = "debug", ["info"] = "info", ["information"] = "info", ["notice"] = "info",
        ["warn"] = "warning", ["warning"] = "warning", ["error"] = "error", ["fatal"] = "error",
        ["critical"] = "error",
    };

    /// <param name="line">An object; members that are no reports are left alone.</param>
    /// <param name="at">When it came, for what does not say when it happened.</param>
    public AgentReport Read(JsonElement line, DateTimeOffset at)
    {
        try
        {
            return ReadMembers(line, at);
        }
        catch (InvalidOperationException)
        {
            return new AgentReport(
                null, [Fault("A report has a member whose name is no text (half of a surrogate pair).", at)], null);
        }
    }

    private AgentReport ReadMembers(JsonElement line, DateTimeOffset at)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            return new AgentReport(null, [Fault($"A report is {Shown(line)}; give an object.", at)], null);
        }

        var lines = new List<ReportedLine>();
        var progress = line.TryGetProperty("progress", out var share) ? Progress(line, share, at, lines) : null;
        if (line.TryGetProperty("log", out var log))
        {
            lines.Add(Log(log, TimeOf(line, "at", at) ?? at));
        }

        if (line.TryGetProperty("output", out var output))
        {
            lines.Add(Output(output, TimeOf(line, "at", at) ?? at));
        }

        var call = line.TryGetProperty("tool_call", out var tool) ? ToolCall(tool, at, lines) : null;
        return progress is null && call is null && lines.Count == 0
            ? AgentReport.Nothing
            : new AgentReport(progress, lines, call);
    }

    /// <summary>A warning to whoever reads the log.</summary>
    public static ReportedLine Fault(string message, DateTimeOffset at) =>
        new(ReportedLine.Log, "warning", message, default, at);

    private ProgressReport? Progress(
        JsonElement line, JsonElement share, DateTimeOffset at, List<ReportedLine> faults)
    {
        if (share.ValueKind != JsonValueKind.Number || !share.TryGetDouble(out var value)
            || value is not (>= 0 and <= 1))
        {
            faults.Add(Fault($"progress is {Shown(share)}; give a number from 0 to 1.", at));
            return null;
        }

        return new ProgressReport(value, TextOf(line, "message"), TimeOf(line, "at", at) ?? at);
    }

    private ReportedLine Log(JsonElement log, DateTimeOffset at)
    {
        if (log.ValueKind == JsonValueKind.String)
        {
            return new ReportedLine(ReportedLine.Log, "info", Text(log), default, at);
        }

        if (log.ValueKind != JsonValueKind.Object || TextOf(log, "message") is not { } message)
        {
            return Fault($"log is {Shown(log)}; give a text, or an object with message and level.", at);
        }

        var level = TextOf(log, "level") is { } name ? Levels.GetValueOrDefault(name, "info") : "info";
        var data = log.TryGetProperty("data", out var more) ? Payload(more) : default;
        return new ReportedLine(ReportedLine.Log, level, message, data, TimeOf(log, "at", at) ?? at);
    }

    private ReportedLine Output(JsonElement output, DateTimeOffset at)
    {
        if (output.ValueKind == JsonValueKind.String)
        {
            return new ReportedLine(ReportedLine.Output, null, Text(output), default, at);
        }

        var data = Payload(output);
        return data.IsEmpty
            ? Fault($"A piece of output has more than {bytesMax} bytes and was left out.", at)
            : new ReportedLine(ReportedLine.Output, null, null, data, at);
    }

    private ReportedToolCall? ToolCall(JsonElement call, DateTimeOffset at, List<ReportedLine> faults)
    {
        var isObject = call.ValueKind == JsonValueKind.Object;
        var (id, name) = isObject ? (NameOf(call, "id"), NameOf(call, "name")) : (null, null);
        if (id is null || name is null)
        {
            faults.Add(Fault(
                $"tool_call is {Shown(call)}; give an object with id and name, texts of 1 to {NameLengthMax} "
                + "characters.", at));
            return null;
        }

        var error = call.TryGetProperty("error", out var why) && why.ValueKind != JsonValueKind.Null ? why : default;
        var status = StatusOf(call, error);
        if (status is null)
        {
            faults.Add(Fault(
                $"tool_call.status of '{id}' is {Shown(call.GetProperty("status"))}; give started, completed or "
                + "failed.", at));
            return null;
        }

        var left = LeftOut(call);
        return new ReportedToolCall(
            id, name, status, Payload(call, "input", left), Payload(call, "output", left),
            status == ReportedToolCall.Failed ? ErrorText(error) : null,
            TimeOf(call, "started_at", at) ?? (status == ReportedToolCall.Started ? at : null),
            status == ReportedToolCall.Started ? null : TimeOf(call, "ended_at", at) ?? at, left);
    }

    /// <summary>What somebody on the way has left out.</summary>
    private static List<string> LeftOut(JsonElement call) =>
        call.TryGetProperty("left_out", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. new[] { "input", "output" }.Where(name => names.EnumerateArray().Any(
                left => left.ValueKind == JsonValueKind.String && left.ValueEquals(name)))]
            : [];

    /// <returns>Null when it says something else.</returns>
    private static string? StatusOf(JsonElement call, JsonElement error)
    {
        if (!call.TryGetProperty("status", out var status))
        {
            return error.ValueKind != JsonValueKind.Undefined ? ReportedToolCall.Failed
                : call.TryGetProperty("output", out _) ? ReportedToolCall.Completed
                : ReportedToolCall.Started;
        }

        var text = status.ValueKind == JsonValueKind.String ? Clean(status) : null;
        return text is ReportedToolCall.Started or ReportedToolCall.Completed or ReportedToolCall.Failed ? text : null;
    }

    private string ErrorText(JsonElement error)
    {
        var text = error.ValueKind switch
        {
            JsonValueKind.Undefined => "The tool failed.",
            JsonValueKind.Object => TextOf(error, "detail") ?? TextOf(error, "message") ?? TextOf(error, "title")
                ?? error.GetRawText(),
            _ => Text(error),
        };
        return Cut(Clean(text), ErrorLengthMax);
    }

    private RawJson Payload(JsonElement call, string name, List<string> left)
    {
        if (!call.TryGetProperty(name, out var value))
        {
            return default;
        }

        var json = Payload(value);
        if (json.IsEmpty)
        {
            left.Add(name);
        }

        return json;
    }

    /// <returns>Empty when it is too large.</returns>
    private RawJson Payload(JsonElement value)
    {
        var json = RawJson.FromElement(value);
        return json.Utf8.Length <= bytesMax ? json : default;
    }

    private string? TextOf(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Text(value) : null;

    private static string? NameOf(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && Clean(value) is { } text
        && text.Length is >= 1 and <= NameLengthMax ? text : null;

    /// <summary>A moment not far from <paramref name="near"/>: anything else is a mistake of the agent's
    /// clock.</summary>
    private static DateTimeOffset? TimeOf(JsonElement from, string name, DateTimeOffset near) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && !value.GetRawText().Contains('\\', StringComparison.Ordinal)
        && value.TryGetDateTimeOffset(out var time) && (time - near).Duration() <= FarMax ? time : null;

    private string Text(JsonElement value) => Cut(Clean(value), bytesMax / 4);

    private static string Shown(JsonElement value) => Cut(Clean(value.GetRawText()), 100);

    /// <summary>Half of a surrogate pair is no text, and no table takes a NUL character.</summary>
    private static string Clean(JsonElement value)
    {
        try
        {
            return Clean(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }
        catch (InvalidOperationException)
        {
            return Clean(value.GetRawText());
        }
    }

    private static string Clean(string text) => text.Replace('\0', '\uFFFD');

    private static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
        {
            return text;
        }

        var splitsPair = char.IsHighSurrogate(text[lengthMax - 1]);
        return $"{text[..(splitsPair ? lengthMax - 1 : lengthMax)]}…";
    }
}
