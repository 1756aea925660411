using Workflow.Api.Live;
using Workflow.Database.Feed;
using Workflow.Model;

namespace Workflow.Api.Executions.Waiting;

/// <summary>The runs whose end somebody waits for here. Events tell of it, and a look at the database once a second
/// finds what they have missed. Thread-safe.</summary>
public sealed class EndWaits
{
    private readonly FeedQueries _queries;
    private readonly LiveOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, List<EndWait>> _waits = [];
    private int _count;
    private bool _isOver;

    public EndWaits(FeedQueries queries, LiveOptions options, IHostApplicationLifetime lifetime)
    {
        (_queries, _options) = (queries, options);
        lifetime.ApplicationStopping.Register(GiveUp);
    }

    public bool WaitsFor(Guid runId)
    {
        lock (_gate)
        {
            return _waits.ContainsKey(runId);
        }
    }

    /// <summary>Registers a wait; what happens to the run from then on is not missed.</summary>
    /// <returns>Null when so many wait already that no more can (R9), or this process stops.</returns>
    public EndWait? TryJoin(Guid runId)
    {
        lock (_gate)
        {
            if (_isOver || _count >= _options.WaitsMax)
            {
                return null;
            }

            _count++;
            var wait = new EndWait(this, runId);
            if (_waits.TryGetValue(runId, out var others))
            {
                others.Add(wait);
            }
            else
            {
                _waits.Add(runId, [wait]);
            }

            return wait;
        }
    }

    /// <summary>An event came from the topic.</summary>
    public void Take(RunEventEnd change)
    {
        var status = StatusText.ParseRun(change.Status);
        if (!status.IsEnd() || !WaitsFor(change.RunId))
        {
            return;
        }

        if (change.End is { } end)
        {
            Tell(change.RunId, new EndedRun(status, end));
        }
        else
        {
            _ = TryLookAsync([change.RunId]);
        }
    }

    /// <summary>Asks the database which of all these runs have ended.</summary>
    public Task LookOnceAsync(CancellationToken ct)
    {
        List<Guid> runs;
        lock (_gate)
        {
            runs = [.. _waits.Keys];
        }

        return runs.Count == 0 ? Task.CompletedTask : LookAsync(runs, ct);
    }

    internal async Task LookAsync(List<Guid> runs, CancellationToken ct)
    {
        foreach (var (runId, ended) in await _queries.EndsAsync(runs, ct))
        {
            Tell(runId, ended);
        }
    }

    internal void Leave(EndWait wait)
    {
        lock (_gate)
        {
            if (_waits.TryGetValue(wait.RunId, out var all) && all.Remove(wait))
            {
                _count--;
                if (all.Count == 0)
                {
                    _waits.Remove(wait.RunId);
                }
            }
        }
    }

    /// <summary>Nobody here could tell of an end any more: whoever waits is answered that the run goes on.</summary>
    private void GiveUp()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var wait in _waits.Values.SelectMany(all => all))
            {
                wait.GiveUp();
            }
        }
    }

    private async Task TryLookAsync(List<Guid> runs)
    {
        try
        {
            await LookAsync(runs, CancellationToken.None);
        }
        catch (Exception)
        {
            // The look of the next second finds the same, and says it if the database is away.
        }
    }

    private void Tell(Guid runId, EndedRun ended)
    {
        lock (_gate)
        {
            foreach (var wait in _waits.GetValueOrDefault(runId) ?? [])
            {
                wait.Tell(ended);
            }
        }
    }
}
