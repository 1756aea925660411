using Microsoft.Extensions.DependencyInjection;
using Workflow.Database.Ownership;
using Workflow.Execution.Ownership;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Schedules;
using Workflow.ExecutionConsumer.Startup;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;

namespace Workflow.IntegrationTests.Schedules;

/// <summary>A consumer that owns every shard and does nothing but fire schedules, when the test says so.</summary>
internal sealed class TestFirer : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestFirer(ServiceProvider services) => _services = services;

    /// <summary>Takes every shard from whoever has it.</summary>
    /// <param name="secondsMax">How long one of its statements may take.</param>
    public static async Task<TestFirer> TakeAsync(
        ApiHost api, string name, string firesMax = "200", int secondsMax = 60)
    {
        var settings = ConsumerSettings.Read(new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = "postgresql://unused@127.0.0.1:1/unused",
            ["KAFKA_BROKERS"] = api.Broker.BootstrapServers,
            ["WORKFLOW_KAFKA_PROFILE"] = "local",
            ["WORKFLOW_FIRING_FIRES_MAX"] = firesMax,
        });
        var services = new ServiceCollection().AddLogging().AddConsumer(settings)
            .AddSingleton(_ => Npgsql.NpgsqlDataSource.Create(
                new Npgsql.NpgsqlConnectionStringBuilder(api.Database.ConnectionString)
                {
                    CommandTimeout = secondsMax,
                }))
            .BuildServiceProvider();
        services.GetRequiredService<ClusterShape>().Partitions = PostgresFixture.Partitions;
        var (shards, holds) = (services.GetRequiredService<IShardTable>(), services.GetRequiredService<HoldTable>());
        for (var shard = 0; shard < PostgresFixture.Partitions; shard++)
        {
            var taken = await shards.TakeAsync(shard, name, CancellationToken.None);
            holds.Add(new ShardHold(taken.Claim, TimeProvider.System));
        }

        return new TestFirer(services);
    }

    /// <summary>One look at all shards.</summary>
    public Task LookAsync() => _services.GetRequiredService<ScheduleLook>().LookOnceAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
