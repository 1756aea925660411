using System.Globalization;
using System.Text;
using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Api.Redaction;
using Workflow.Database.Feed;
using Workflow.Model;

namespace Workflow.Api.Live.Runs;

/// <summary>One message, written once for all who get it.</summary>
/// <param name="revision">Negative for a message that tells of no change and is no place to resume at.</param>
internal sealed class Frame(long revision, string type, byte[] json, bool isEnd)
{
    public long Revision => revision;

    /// <summary>The last message of its run.</summary>
    public bool IsEnd => isEnd;

    /// <summary>The message as UTF-8.</summary>
    public byte[] Json => json;

    /// <summary>The message as an event of a stream, with the revision as its id.</summary>
    public byte[] EventStream => field ??= ServerEvent.Write(
        revision < 0 ? null : revision.ToString(CultureInfo.InvariantCulture), type, json);

    public static Frame Of(RunReport report) => new(
        -1, "report",
        JsonSerializer.SerializeToUtf8Bytes(
            new ReportMessage(
                "report", report.RunId, report.Timestamp, report.StepId, report.StepPath, report.Iteration,
                report.Attempt, report.AgentName, report.Progress,
                [.. report.Lines.Select(line => line with { Data = PayloadView.Of(line.Data) })], report.Dropped),
            ApiJson.Readable.ReportMessage),
        isEnd: false);

    /// <param name="end">What the run left behind; taken when the event is its end.</param>
    public static Frame Of(RunEvent change, RunEnd? end)
    {
        var isEnd = StatusText.ParseRun(change.Status).IsEnd();
        var message = new RunMessage(
            change.Change, change.RunId, change.Revision, change.Timestamp, change.Status,
            change.Progress ?? default)
        {
            Steps = change.Steps,
        };
        message = isEnd && end is not null ? WithEnd(message, end) : message;
        return Of(message, isEnd);
    }

    public static Frame Of(RunMessage message, bool isEnd) => new(
        message.Revision, message.Type,
        JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Readable.RunMessage), isEnd);

    public static RunMessage WithEnd(RunMessage message, RunEnd end) => message with
    {
        Outputs = message.Status == RunStatus.Completed.ToJson() ? end.Output : null,
        Error = message.Status == RunStatus.Failed.ToJson() ? end.Error : null,
        ErrorMessage = end.ErrorMessage,
        CancelledBy = end.CancelledBy,
    };
}

/// <summary>The text of server-sent events.</summary>
internal static class ServerEvent
{
    /// <summary>A comment: keeps the connection open and means nothing.</summary>
    public static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>How soon a client should come back, in milliseconds.</summary>
    public static readonly byte[] Retry = "retry: 1000\n\n"u8.ToArray();

    /// <param name="id">Where to resume; null leaves the client's place as it is.</param>
    public static byte[] Write(string? id, string name, ReadOnlySpan<byte> json)
    {
        var head = Encoding.UTF8.GetBytes(id is null ? $"event: {name}\ndata: " : $"id: {id}\nevent: {name}\ndata: ");
        var text = new byte[head.Length + json.Length + 2];
        head.CopyTo(text, 0);
        var body = text.AsSpan(head.Length, json.Length);
        json.CopyTo(body);

        // In JSON a line break is never part of a value, but it would end the event.
        body.Replace((byte)'\n', (byte)' ');
        body.Replace((byte)'\r', (byte)' ');
        "\n\n"u8.CopyTo(text.AsSpan(head.Length + json.Length));
        return text;
    }
}
