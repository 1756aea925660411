using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

[Collection(SecondPlatformCollection.Name)]
public sealed class OffsetTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R7_Offset_WhenTheRunsFirstCommitIsHeldUp_IsStoredOnlyAfterIt()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var workflow = await platform.RegisterAsync("  - only:\n      set: { done: true }");
        await using var connection = await platform.Data.OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select 1 from shards for update", connection, held))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var run = await platform.StartRunAsync(workflow);
        await platform.UntilSqlAsync(
            $"exists (select from pg_stat_activity where {connection.ProcessID} = any(pg_blocking_pids(pid)))");

        // Another partition's message is done at once; its committed offset shows that a commit has been made since.
        var partition = Sharding.ShardOf(run, 16);
        var other = (partition + 1) % 16;
        await SendGarbageAsync(platform, other);
        await platform.UntilAsync(
            "the other offset is committed", () => Task.FromResult(Committed(platform, other) == 1));
        Assert.Equal(0, Committed(platform, partition));

        await held.RollbackAsync();
        await platform.UntilAsync(
            "the offset is committed", () => Task.FromResult(Committed(platform, partition) == 1));
        Assert.Equal("COMPLETED", await platform.ScalarAsync<string>("select status from workflow_runs"));
    }

    private static async Task SendGarbageAsync(LocalPlatform platform, int partition)
    {
        using var producer = new MessageProducer(platform.Kafka, NullLogger.Instance);
        await producer.SendAsync(Topics.ExecutionRequests, partition, [], Encoding.UTF8.GetBytes("garbage"));
    }

    /// <summary>The next offset the group would read after a restart; 0 when it has committed none.</summary>
    private static long Committed(LocalPlatform platform, int partition)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = platform.Broker.BootstrapServers,
            GroupId = platform.Kafka.GroupId,
        };
        using var reader = new ConsumerBuilder<byte[], byte[]>(config).Build();
        var at = new TopicPartition(Topics.ExecutionRequests, partition);
        var offset = reader.Committed([at], TimeSpan.FromSeconds(60)).Single().Offset;
        return offset == Offset.Unset ? 0 : offset.Value;
    }
}
