using System.Data.Common;
using Npgsql;
using Workflow.Database.Schema;
using Workflow.Execution.Journal;
using Workflow.ExecutionConsumer.Children;
using Workflow.ExecutionConsumer.Drain;
using Workflow.ExecutionConsumer.Lifecycle;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Routing;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Hosting;
using Workflow.Kafka;

namespace Workflow.ExecutionConsumer.Startup;

/// <summary>Brings the consumer up in order (schema, topics, journal, lanes, ownership) and down in the opposite
/// one.</summary>
internal sealed partial class ConsumerService(
    NpgsqlDataSource dataSource, KafkaOptions kafka, ClusterShape cluster, HoldTable holds, Journal journal,
    RunTable runs, RunStarter starter, ParentSignals parents, SlotBell bell, ShardOwner owner, LaneConsumer lanes,
    OwnershipConsumer ownership, EventRouter events, LifecyclePublisher lifecycle, ConsumerDrain drain,
    TimeProvider clock, ServiceHealth health, IHostApplicationLifetime lifetime, ILogger<ConsumerService> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private bool _started;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Watch("broker", () =>
            ownership.LastPoll is null && drain.Wish is null ? "not in the consumer group" : null);
        health.Watch("shards", () => owner.IsSettled ? null : "shards are being taken");
        cluster.Partitions = await SetUpAsync(stoppingToken);
        runs.Exited = new RunExits(holds, starter, owner, bell, parents.Send).Follow;
        owner.Lanes = lanes;
        journal.Broken = lifetime.StopApplication;
        journal.Start();
        lanes.Start();
        ownership.Start();
        events.Read();
        lifecycle.Read();
        _started = true;
        LogStarted(logger, cluster.Partitions);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_started)
        {
            try
            {
                await ownership.StopAsync().WaitAsync(cancellationToken);
                await owner.ReleaseAllAsync().WaitAsync(cancellationToken);
                await lanes.StopAsync().WaitAsync(cancellationToken);
                LogStopped(logger);
            }
            catch (OperationCanceledException)
            {
                LogGraceOver(logger);
            }

            // What still executes may find anything disposed of from now on: that must not become a run's end.
            runs.Abandon();
        }
    }

    /// <summary>Waits for database and broker. The request topic's partition count is the number of shards.</summary>
    private async Task<int> SetUpAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var shards = await DatabaseSetup.ApplyAsync(dataSource, kafka.Partitions, ct);
                var topics = await TopicSetup.EnsureAsync(kafka, shards);
                if (topics.Outcome == TopicSetupOutcome.Ready)
                {
                    await DatabaseSetup.SetPartitionsAsync(dataSource, topics.RequestPartitions, ct);
                    return topics.RequestPartitions;
                }

                LogWaiting(logger, topics.Detail ?? topics.Outcome.ToString());
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                LogWaiting(logger, error.Message);
            }

            await Task.Delay(RetryDelay, clock, ct);
        }
    }
}
