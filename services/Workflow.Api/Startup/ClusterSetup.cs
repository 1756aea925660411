using Workflow.Api.Options;
using Workflow.Database.Queries;
using Workflow.Kafka;

namespace Workflow.Api.Startup;

/// <summary>Brings database and topics up, retrying for as long as it takes, then keeps the shard count
/// current.</summary>
public sealed class ClusterSetup(
    ClusterQueries queries, ClusterState state, KafkaOptions kafka, ApiOptions options, TimeProvider time,
    ILogger<ClusterSetup> logger) : BackgroundService
{
    /// <summary>Migrates the database and fixes the shard count, if no process has yet.</summary>
    public async Task SetUpDatabaseOnceAsync(CancellationToken ct)
    {
        var known = await queries.PartitionsAsync(ct);
        if (known is null)
        {
            // A topic that somebody made before us decides how many shards there are.
            var topics = await TopicSetup.EnsureAsync(kafka);
            known = topics.RequestPartitions > 0 ? topics.RequestPartitions : kafka.Partitions;
        }

        state.Partitions = await queries.SetUpAsync(known.Value, ct);
        state.Database = "migrated";
        logger.DatabaseReady(state.Partitions);
    }

    /// <summary>Makes the topics exist.</summary>
    /// <returns>Whether there is nothing left to do.</returns>
    public async Task<bool> SetUpTopicsOnceAsync()
    {
        var result = await TopicSetup.EnsureAsync(kafka, state.Partitions);
        state.Topics = result.Detail ?? "ready";
        if (result.Outcome == TopicSetupOutcome.Ready)
        {
            logger.TopicsReady(result.RequestPartitions, state.Partitions);
        }

        return result.Outcome == TopicSetupOutcome.Ready;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RetryAsync(async () =>
        {
            await SetUpDatabaseOnceAsync(stoppingToken);
            return true;
        }, reason => state.Database = reason, options.SetupRetry, stoppingToken);
        var topics =
            RetryAsync(SetUpTopicsOnceAsync, reason => state.Topics = reason, options.SetupRetry, stoppingToken);
        await RetryAsync(async () =>
        {
            state.Partitions = await queries.PartitionsAsync(stoppingToken) ?? state.Partitions;
            return false;
        }, _ => { }, options.ClusterRefresh, stoppingToken);
        await topics;
    }

    private async Task RetryAsync(Func<Task<bool>> step, Action<string> failed, TimeSpan pause, CancellationToken ct)
    {
        for (var failures = 0; !ct.IsCancellationRequested;)
        {
            try
            {
                if (await step())
                {
                    return;
                }
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                failed(error.Message);
                failures++;
                logger.SetupFailed(failures, error.Message);
            }
            catch (Exception)
            {
                return;
            }

            await Task.Delay(pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
