using System.Data.Common;
using Workflow.Bridge.Calls;
using Workflow.Database.Bridge;

namespace Workflow.Bridge.Results;

/// <summary>Results sent a moment ago. A task of theirs may lie on the topic once more, unread; who reads it calls the
/// agent again unless the step is recorded by then (R3). So a bridge that leaves waits for the record. Thread-safe.
/// </summary>
internal sealed class RecentResults(TaskLookup lookup, TimeProvider time, ILogger<RecentResults> logger)
{
    /// <summary>Older ones are recorded, or their owner is gone.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly Queue<(StepAttempt Attempt, long SentAt)> _sent = new();

    public void Add(OpenCall call)
    {
        lock (_gate)
        {
            _sent.Enqueue((call.Attempt, time.GetTimestamp()));
            while (time.GetElapsedTime(_sent.Peek().SentAt) > AgeMax)
            {
                _sent.Dequeue();
            }
        }
    }

    /// <summary>Ends when the owners have recorded all of them, or when <paramref name="ct"/> says so.</summary>
    public async Task WhenRecordedAsync(CancellationToken ct)
    {
        List<StepAttempt> open;
        lock (_gate)
        {
            open = [.. _sent.Select(sent => sent.Attempt)];
        }

        while (open.Count > 0 && !ct.IsCancellationRequested)
        {
            try
            {
                var shards = await lookup.LiveShardsAsync(open, ct);
                open = [.. open.Where((_, place) => shards[place] is not null)];
                if (open.Count > 0)
                {
                    logger.ResultsNotRecorded(open.Count);
                    await Task.Delay(Pause, time, ct);
                }
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
