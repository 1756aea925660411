using System.Threading.Channels;
using Workflow.Bridge.Calls;
using Workflow.Bridge.Options;
using Workflow.Database.Bridge;
using Workflow.Hosting;

namespace Workflow.Bridge.Intake;

/// <summary>Looks at tasks in the database before any agent sees them: what has ended is dropped (R3, R6).</summary>
internal sealed class Admission(
    BridgeOptions options, ChannelReader<Arrival> arrivals, CallTable calls, CallRunner runner, TaskLookup lookup,
    TimeProvider time, ILogger<Admission> logger)
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));

    public async Task RunAsync(CancellationToken ct)
    {
        while (await arrivals.WaitToReadAsync(ct))
        {
            await AdmitOnceAsync(ct);
        }
    }

    /// <summary>Admits what is waiting, a batch at most, and starts the calls.</summary>
    /// <returns>How many tasks of the batch are called or answered from memory.</returns>
    public async Task<int> AdmitOnceAsync(CancellationToken ct)
    {
        // A call is open before the look: a cancellation that comes in between finds it.
        var opened = new List<OpenCall>();
        while (opened.Count < options.LookupBatchMax && arrivals.TryRead(out var arrival))
        {
            if (calls.TryOpen(arrival) is { } call)
            {
                opened.Add(call);
            }
        }

        if (opened.Count == 0)
        {
            return 0;
        }

        int?[] shards;
        try
        {
            shards = await LookAsync(opened, ct);
        }
        catch (OperationCanceledException)
        {
            opened.ForEach(call => calls.Close(call, done: false));
            throw;
        }

        return Admit(opened, shards);
    }

    private int Admit(List<OpenCall> opened, int?[] shards)
    {
        var admitted = 0;
        for (var i = 0; i < opened.Count; i++)
        {
            if (shards[i] is { } shard)
            {
                opened[i].Shard = shard;
                runner.Start(opened[i]);
                admitted++;
            }
            else
            {
                logger.TaskEnded(opened[i].Task.TaskId, opened[i].Task.RunId, opened[i].Task.StepPath);
                calls.Close(opened[i], done: true);
            }
        }

        return admitted;
    }

    private async Task<int?[]> LookAsync(List<OpenCall> opened, CancellationToken ct)
    {
        var attempts = opened.ConvertAll(call => call.Attempt);
        while (true)
        {
            try
            {
                var at = time.GetTimestamp();
                var shards = await lookup.LiveShardsAsync(attempts, ct);
                opened.ForEach(call => call.LookedAt = at);
                _backoff.Reset();
                return shards;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                var pause = _backoff.Next();
                logger.LookFailed(error, opened.Count, pause.TotalMilliseconds);
                await Task.Delay(pause, time, ct);
            }
        }
    }
}
