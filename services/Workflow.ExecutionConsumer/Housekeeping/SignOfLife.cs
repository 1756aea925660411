using System.Data.Common;
using Workflow.Database.Presence;
using Workflow.ExecutionConsumer.Drain;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Hosting;

namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>Writes this process into the table of consumers, for people and for health checks, and reads from it
/// whether the process is to be drained.</summary>
internal sealed partial class SignOfLife(
    ConsumerTable table, HoldTable holds, RunTable runs, ConsumerDrain drain, ServiceHealth health,
    ConsumerOptions options, TimeProvider clock, ILogger<SignOfLife> logger) : BackgroundService
{
    private const string Database = "database";
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // Whoever takes a shard over counts its owner as dead after half a session (ShardTable).
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Expect(Database);
        health.Watch("drain", () => drain.Problem);
        using var timer = new PeriodicTimer(Interval, clock);
        var isFirst = true;
        do
        {
            try
            {
                drain.Follow(await table.SeenAsync(
                    new ConsumerSign(
                        options.Id, Environment.MachineName, Environment.ProcessId, holds.Shards, runs.Count, isFirst,
                        drain.Wish, drain.IsDrained),
                    stoppingToken));
                isFirst = false;
                await table.RemoveSilentAsync(stoppingToken);
                health.Succeeded(Database);
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                LogNotSeen(logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Also when the others have used up the time to stop.
        using var patience = new CancellationTokenSource(Farewell, clock);
        try
        {
            await table.RemoveAsync(options.Id, patience.Token);
        }
        catch (Exception error)
            when (error is DbException or IOException or TimeoutException or OperationCanceledException)
        {
            LogNotSeen(logger, error);
        }
    }
}
