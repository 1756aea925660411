using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Api.Live.Runs;
using Workflow.Model;

namespace Workflow.Api.Live.Lists;

/// <summary>An event as streams of all executions tell it; written once for all of them.</summary>
internal sealed class ListEntry(ListPlace place, RunEvent change)
{
    public long Number => place.Number;

    public RunEvent Change => change;

    public byte[] EventStream => field ??= ServerEvent.Write(
        place.ToString(), change.Change,
        JsonSerializer.SerializeToUtf8Bytes(MessageOf(change), ApiJson.Readable.ListMessage));

    public static ListMessage MessageOf(RunEvent change) => new(
        change.Change, change.RunId, change.WorkflowId, change.OwnerId, change.Revision, change.Timestamp,
        change.Status, change.Progress);
}

/// <summary>Where a client stands in the stream of all executions of one process.</summary>
/// <param name="Memory">Which memory of events the number counts in: each process, and each time it begins to
/// remember, has its own.</param>
internal readonly record struct ListPlace(string Memory, long Number)
{
    public static ListPlace? Parse(string? text)
    {
        var cut = text?.LastIndexOf('-') ?? -1;
        return cut > 0 && long.TryParse(text.AsSpan(cut + 1), out var number)
            ? new ListPlace(text![..cut], number)
            : null;
    }

    public override string ToString() => FormattableString.Invariant($"{Memory}-{Number}");
}
