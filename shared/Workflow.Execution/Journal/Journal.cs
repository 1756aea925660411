using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Workflow.Execution.Telemetry;
using Workflow.Model;

namespace Workflow.Execution.Journal;

/// <summary>Collects the changes of all runs and commits them, one flush at a time: what arrives during a flush goes
/// into the next.</summary>
/// <remarks>An idle journal flushes at once; one that was busy lets the next flush grow for a moment. While the
/// database is away it holds and repeats the same batch.</remarks>
public sealed partial class Journal(
    IJournalStore store, JournalOptions options, TimeProvider clock, ILogger<Journal> logger,
    IRunEvents events) : IAsyncDisposable
{
    private readonly Channel<RunLog> _dirty =
        Channel.CreateUnbounded<RunLog>(new UnboundedChannelOptions { SingleReader = true });

    private readonly BatchPace _pace = new(options.GatherFrom, options.GatherWait, clock);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Its runs are not real: nothing is counted.</summary>
    internal bool IsSimulated { get; init; }

    /// <summary>Called when the journal cannot go on: the process must end, so that others take its shards.</summary>
    public Action? Broken { get; set; }

    public void Start() => _loop = Task.Factory.StartNew(
        LoopAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();

    internal void Enqueue(RunLog log) => _dirty.Writer.TryWrite(log);

    /// <summary>Flushes what waits now. Returns how many runs were committed or refused; 0 when nothing
    /// waited.</summary>
    public async Task<int> FlushOnceAsync(CancellationToken ct)
    {
        var (logs, commits) = Collect();
        if (commits.Count == 0)
        {
            return 0;
        }

        var began = clock.GetTimestamp();
        var results = await FlushPersistentlyAsync(commits, ct);
        if (!IsSimulated)
        {
            ExecutionInstruments.Flushed(commits.Count, clock.GetElapsedTime(began));
        }

        var told = new List<RunEvent>(logs.Count);
        for (var i = 0; i < logs.Count; i++)
        {
            if (results[i].Outcome == CommitOutcome.Committed)
            {
                logs[i].Hold.Prove(began);
                if (!IsSimulated)
                {
                    ExecutionInstruments.Committed(commits[i], results[i]);
                }

                if (commits[i].ChangesRun && logs[i].EventOf(commits[i], results[i], clock) is { } change)
                {
                    told.Add(change);
                }
            }
        }

        if (told.Count > 0)
        {
            events.Committed(told);
        }

        for (var i = 0; i < logs.Count; i++)
        {
            logs[i].Complete(commits[i], results[i]);
        }

        return logs.Count;
    }

    public async ValueTask DisposeAsync()
    {
        _dirty.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private (List<RunLog> Logs, List<RunCommit> Commits) Collect()
    {
        var logs = new List<RunLog>();
        var commits = new List<RunCommit>();
        var runs = new HashSet<Guid>();
        long bytes = 0;
        while (commits.Count < options.BatchRunsMax && bytes < options.BatchBytesMax
            && _dirty.Reader.TryRead(out var log))
        {
            if (!runs.Add(log.RunId))
            {
                // Two logs of one run; the later one will find out in the next flush.
                _dirty.Writer.TryWrite(log);
                break;
            }

            if (log.Take() is { } commit)
            {
                logs.Add(log);
                commits.Add(commit);
                bytes += commit.Output.Utf8.Length
                    + commit.Steps.Sum(step => step.Input.Utf8.Length + step.Output.Utf8.Length);
            }
        }

        return (logs, commits);
    }

    private async Task<IReadOnlyList<CommitResult>> FlushPersistentlyAsync(
        List<RunCommit> commits, CancellationToken ct)
    {
        var delay = options.RetryDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.FlushAsync(commits, ct);
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                ExecutionInstruments.FlushFailed();
                LogFlushFailed(logger, error, commits.Count, attempt, delay.TotalMilliseconds);
                await Task.Delay(delay, clock, ct);
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, TimeSpan.FromSeconds(2).Ticks));
                commits = commits.ConvertAll(commit => commit with { IsRepeat = true });
            }
        }
    }

    private async Task LoopAsync()
    {
        try
        {
            while (await _dirty.Reader.WaitToReadAsync(_stop.Token))
            {
                await _pace.GatherAsync(_stop.Token);
                _pace.Wrote(await FlushOnceAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception error)
        {
            LogBroken(logger, error);
            Broken?.Invoke();
            throw;
        }
    }
}
