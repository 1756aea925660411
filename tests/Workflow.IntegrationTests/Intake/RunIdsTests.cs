using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Workflow.Api.Intake;
using Workflow.Api.Startup;
using Workflow.Database.Intake;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Intake;

[Collection(OwnerCollection.Name)]
public sealed class RunIdsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Shards = 16;

    /// <summary>More within a second than a burst has.</summary>
    private const int Load = 512;

    private readonly ManualTime _clock = new();
    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync() => _database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Next_UnderLoadWhileABatchGathers_SharesAShard()
    {
        var intake = Intake(gatherFrom: 0);
        var ids = Ids(intake);
        Draw(ids, Load - 1);
        var first = Draw(ids, 40);
        await FlushAsync(intake);
        var second = Draw(ids, 5);

        Assert.Equal([32, 8], first.GroupBy(shard => shard).Select(same => same.Count()));
        Assert.DoesNotContain(Assert.Single(second.Distinct()), first);
    }

    [Fact]
    public void Next_UnderLoadWhileBatchesAreSmall_GoesRoundAllShards()
    {
        var ids = Ids(Intake(gatherFrom: 1));
        Draw(ids, Load);

        Assert.Equal(Enumerable.Range(0, Shards), Draw(ids, Shards).Order());
    }

    [Fact]
    public void Next_InABurst_GoesRoundAllShards()
    {
        var ids = Ids(Intake(gatherFrom: 0));

        Assert.All(Draw(ids, Load).Chunk(Shards), round => Assert.Equal(Enumerable.Range(0, Shards), round.Order()));
    }

    [Fact]
    public void Next_InABurstASecondAfterLoad_GoesRoundAllShards()
    {
        var ids = Ids(Intake(gatherFrom: 0));
        Draw(ids, Load + 1);
        _clock.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(Enumerable.Range(0, Shards), Draw(ids, Shards).Order());
    }

    private RunIntake Intake(int gatherFrom) => new(
        _database, new IntakeOptions { GatherFrom = gatherFrom }, (_, _) => Task.CompletedTask, TimeProvider.System,
        NullLogger<RunIntake>.Instance);

    private RunIds Ids(RunIntake intake) => new(intake, new ClusterState { Partitions = Shards }, _clock);

    private static int[] Draw(RunIds ids, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Sharding.ShardOf(ids.Next(), Shards))];

    private static async Task FlushAsync(RunIntake intake)
    {
        var run = new NewRun(Guid.CreateVersion7(), Guid.NewGuid(), "local", 0, default, null, null);
        var waiting = intake.StartAsync(run, default);
        await intake.FlushOnceAsync(default);
        Assert.IsType<IntakeOutcome.UnknownTarget>(await waiting);
    }

    /// <summary>A clock that stands still until a test moves it.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
