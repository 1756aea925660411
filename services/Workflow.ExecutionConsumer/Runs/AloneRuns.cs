using Workflow.Database.Recovery;
using Workflow.Execution.Errors;
using Workflow.Execution.Ownership;
using Workflow.Execution.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Runs;

/// <summary>The quarantine: executes suspects one at a time with every other run held still. One that survives is
/// innocent; one whose owner dies again and again while it is alone is FAILED as poison (R9).</summary>
internal sealed partial class AloneRuns(
    Suspects suspects, RunLoader loader, RunStarter starter, Quarantine quarantine, SlotPool slots,
    ConsumerOptions options, TimeProvider clock, ILogger<AloneRuns> logger) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var runId in suspects.Queue.ReadAllAsync(stoppingToken))
        {
            var hold = suspects.HoldOf(runId);
            try
            {
                await RunOnceAsync(runId, hold, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogLater(logger, error, runId);
            }
            finally
            {
                suspects.Judged(runId, hold);
            }
        }
    }

    /// <summary>Judges one suspect.</summary>
    public async Task RunOnceAsync(Guid runId, ShardHold? hold, CancellationToken ct)
    {
        if (hold is null
            || (await loader.LoadAsync([runId], ct)).SingleOrDefault() is not { } loaded || loaded.Status.IsEnd())
        {
            return;
        }

        if (loaded.Recoveries >= options.PoisonRecoveries && await quarantine.WasAloneAsync(runId, hold.Claim, ct))
        {
            LogPoison(logger, runId, loaded.Shard, loaded.Recoveries);
            await starter.FailAsync(loaded, hold, new WorkflowError(
                StandardErrors.Poison, 500, "poison: the run brought its consumer down again and again.",
                $"{loaded.Recoveries} processes ended while executing it, the last of them with nothing else beside " +
                "it. Look for a step that exhausts memory or the stack, mend it, and start the run anew.", null));
            return;
        }

        await slots.TakeAllAsync(ct);
        try
        {
            await RunAloneAsync(loaded, hold, ct);
        }
        finally
        {
            slots.ReleaseAll();
        }
    }

    private async Task RunAloneAsync(LoadedRun loaded, ShardHold hold, CancellationToken ct)
    {
        LogAlone(logger, loaded.RunId, loaded.Shard, loaded.Recoveries);
        if (!await quarantine.MarkAloneAsync(loaded.RunId, hold.Claim, ct)
            || await starter.StartAsync(loaded, alone: true) is not { } run)
        {
            return;
        }

        // Alone until it has ended, or waits for somebody else, or has lived long enough.
        var began = clock.GetTimestamp();
        await Task.WhenAny(run.Executor.Begun, Task.Delay(options.AloneMax, clock, ct));
        while (!ct.IsCancellationRequested && !run.Exit.IsCompleted && !run.Executor.IsWaiting
            && clock.GetElapsedTime(began) < options.AloneMax)
        {
            await Task.WhenAny(run.Exit, Task.Delay(Glance, clock, ct));
        }

        await quarantine.ClearAsync(loaded.RunId, hold.Claim, ct);
    }
}
