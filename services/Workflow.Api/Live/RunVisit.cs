using Workflow.Api.Http;
using Workflow.Api.Live.Connections;
using Workflow.Api.Live.Runs;
using Workflow.Database.Feed;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Live;

/// <summary>Somebody comes to watch a run: the watch is registered first, then the run is looked at, and both are
/// joined by revision.</summary>
/// <param name="Since">Last revision that the client has; null when it comes for the first time.</param>
internal sealed record RunVisit(Watch Watch, ProgressView View, long? Since)
{
    /// <summary>Whether the client has the last message already.</summary>
    public bool IsOver => View.Status.IsEnd() && Since == View.Revision;

    /// <summary>What a client gets that comes for the first time: a picture, and the end of a run that has
    /// ended.</summary>
    public IEnumerable<Frame> First(DateTimeOffset now)
    {
        if (Since is not null)
        {
            yield break;
        }

        var status = View.Status.ToJson();
        var picture = new RunMessage("status", View.RunId, View.Revision, now, status, View.Progress);
        if (!View.Status.IsEnd())
        {
            yield return Frame.Of(picture, isEnd: false);
            yield break;
        }

        picture = Frame.WithEnd(
            picture, new RunEnd(View.Output, View.Error, View.ErrorMessage, View.CancelledBy));
        yield return Frame.Of(picture, isEnd: false);
        yield return Frame.Of(picture with { Type = status, Timestamp = View.CompletedAt ?? now }, isEnd: true);
    }
}

/// <summary>Lets callers in to the runs that they may see.</summary>
internal sealed class RunVisits(RunFeeds feeds, ProgressQueries progress)
{
    /// <summary>The visit, or why there is none. Whoever gets a visit disposes its watch.</summary>
    public async Task<(RunVisit? Visit, Problem? Problem)> BeginAsync(
        Caller caller, string executionId, long? since, Signal signal, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", executionId, out var runId, out var problem))
        {
            return (null, problem);
        }

        var watch = feeds.Join(runId, signal);
        try
        {
            var view = await progress.FindAsync(caller.Sees, runId, ct);
            problem = view is null ? Problems.RunNotFound(runId)
                : since > view.Revision ? Problems.InvalidParameter(
                    "since", $"{since}",
                    $"Execution {runId} is at revision {view.Revision}; give that or less, or leave it out.")
                : null;
            if (problem is not null)
            {
                watch.Dispose();
                return (null, problem);
            }

            watch.Seen(view!.Revision, view.Status.IsEnd());
            watch.BeginAfter(since ?? view.Revision);
            return (new RunVisit(watch, view, since), null);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }
}
