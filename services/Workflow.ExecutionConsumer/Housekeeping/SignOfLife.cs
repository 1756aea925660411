using System.Data.Common;
using Workflow.Database.Presence;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;

namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>Writes this process into the table of consumers, for people and for health checks; nothing is decided by
/// it.</summary>
internal sealed partial class SignOfLife(
    ConsumerTable table, HoldTable holds, RunTable runs, ConsumerOptions options, TimeProvider clock,
    ILogger<SignOfLife> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await table.SeenAsync(
                    options.Id, "consumer", Environment.MachineName, Environment.ProcessId, holds.Shards, runs.Count,
                    stoppingToken);
                await table.RemoveSilentAsync(stoppingToken);
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
        try
        {
            await table.RemoveAsync(options.Id, cancellationToken);
        }
        catch (Exception error)
            when (error is DbException or IOException or TimeoutException or OperationCanceledException)
        {
            LogNotSeen(logger, error);
        }
    }
}
