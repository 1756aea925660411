using System.Threading.Channels;
using Workflow.Bridge.Callbacks;
using Workflow.Bridge.Calls;
using Workflow.Bridge.Options;
using Workflow.Database.Bridge;
using Workflow.Hosting;

namespace Workflow.Bridge.Intake;

/// <summary>Looks at tasks in the database before any agent sees them: what has ended is dropped (R3, R6).</summary>
internal sealed class Admission(
    BridgeOptions options, ChannelReader<Arrival> arrivals, CallTable calls, CrowdedOut crowd, CallRunner runner,
    AcceptedCalls accepted, TaskLookup lookup, TimeProvider time, ILogger<Admission> logger)
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
    /// <returns>How many tasks of the batch are called, answered from memory, or accepted before.</returns>
    public async Task<int> AdmitOnceAsync(CancellationToken ct)
    {
        // A call is open before the look: a cancellation that comes in between finds it.
        var opened = new List<OpenCall>();
        while (opened.Count < options.LookupBatchMax && arrivals.TryRead(out var arrival))
        {
            if (crowd.Takes(arrival.Task))
            {
                // Its owner has it, and sends it again: the offset may be stored.
                logger.TaskCrowdedOut(arrival.Task.TaskId, arrival.Task.RunId, arrival.Task.Agent);
                arrival.Receipt.Done();
            }
            else if (calls.TryOpen(arrival) is { } call)
            {
                opened.Add(call);
            }
        }

        if (opened.Count == 0)
        {
            return 0;
        }

        WantedTask?[] wanted;
        try
        {
            wanted = await LookAsync(opened, ct);
        }
        catch (OperationCanceledException)
        {
            opened.ForEach(call => calls.Close(call, done: false));
            throw;
        }

        return Admit(opened, wanted);
    }

    private int Admit(List<OpenCall> opened, WantedTask?[] wanted)
    {
        var admitted = 0;
        for (var i = 0; i < opened.Count; i++)
        {
            if (wanted[i] is { } task)
            {
                opened[i].Shard = task.Shard;
                Admit(opened[i], task.AcceptedUntil);
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

    /// <summary>What its agent has accepted is not called again; the owner, who asks, is told so.</summary>
    private void Admit(OpenCall call, DateTimeOffset? acceptedUntil)
    {
        if (acceptedUntil is { } until)
        {
            accepted.Tell(call, until);
            calls.Close(call, done: true);
        }
        else
        {
            runner.Start(call);
        }
    }

    private async Task<WantedTask?[]> LookAsync(List<OpenCall> opened, CancellationToken ct)
    {
        var attempts = opened.ConvertAll(call => call.Attempt);
        while (true)
        {
            try
            {
                var at = time.GetTimestamp();
                var wanted = await lookup.LookAsync(attempts, ct);
                opened.ForEach(call => call.LookedAt = at);
                _backoff.Reset();
                return wanted;
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
