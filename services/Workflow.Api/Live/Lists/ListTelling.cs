using System.Text;
using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Api.Live.Connections;
using Workflow.Api.Live.Runs;
using Workflow.Database.Feed;

namespace Workflow.Api.Live.Lists;

/// <summary>Tells all executions to one client: a snapshot where its place is not remembered, then
/// events.</summary>
internal sealed class ListTelling(
    EventStream stream, ListFeed feed, ListWatch watch, PictureQueries pictures, TimeProvider clock)
{
    /// <summary>Executions in a snapshot.</summary>
    private const int SnapshotMax = 200;

    /// <summary>The newest executions among which a filter looks for them.</summary>
    private const int SnapshotScan = 1_000;

    private readonly Dictionary<Guid, long> _shown = [];

    public async Task RunAsync(Signal signal, bool isResumed, int eventsAtOnce, CancellationToken over)
    {
        var snapshot = isResumed ? null : await SnapshotAsync(over);
        await stream.BeginAsync(over);
        for (var entries = new List<ListEntry>(); ; entries.Clear())
        {
            if (!feed.Read(watch, eventsAtOnce, entries))
            {
                snapshot = await SnapshotAsync(over);
            }

            var isQuiet = stream.AddBeat(Encoding.ASCII.GetBytes($":\nid: {feed.PlaceOf(watch)}\n\n"));
            if (snapshot is not null)
            {
                stream.Add(snapshot);
            }

            foreach (var entry in entries.Where(IsNew))
            {
                stream.Add(entry.EventStream);
            }

            var isMore = entries.Count == eventsAtOnce;
            if ((entries.Count > 0 || isQuiet || snapshot is not null) && !await stream.SendAsync(over))
            {
                return;
            }

            snapshot = null;
            if (!isMore)
            {
                await signal.WaitAsync(over);
            }
        }
    }

    /// <summary>The place is taken before the look, so what changes meanwhile is told after it.</summary>
    private async Task<byte[]> SnapshotAsync(CancellationToken over)
    {
        feed.Skip(watch);
        var place = feed.PlaceOf(watch).ToString();
        var (filter, found) = (watch.Filter, SnapshotMax + 1);
        var runs = await pictures.NewestAsync(
            filter.Sees, filter.WorkflowId, filter.Statuses, SnapshotScan, found, over);
        _shown.Clear();
        foreach (var run in runs)
        {
            _shown[run.RunId] = run.Revision;
        }

        var message = new ListSnapshot(
            "snapshot", clock.GetUtcNow(),
            [.. runs.Take(SnapshotMax).Select(run => ListEntry.MessageOf(run) with { Type = "status" })],
            runs.Count == found);
        return ServerEvent.Write(
            place, "snapshot", JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Readable.ListSnapshot));
    }

    private bool IsNew(ListEntry entry) =>
        !_shown.TryGetValue(entry.Change.RunId, out var revision) || entry.Change.Revision > revision;
}
