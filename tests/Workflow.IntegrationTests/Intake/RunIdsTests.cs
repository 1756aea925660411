using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Workflow.Api.Intake;
using Workflow.Api.Startup;
using Workflow.Database.Intake;
using Workflow.Database.Schema;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Intake;

[Collection(OwnerCollection.Name)]
public sealed class RunIdsTests(PostgresFixture postgres)
{
    private const int Shards = 16;

    /// <summary>So many within a second that as many share a shard as ever do.</summary>
    private const int Load = 32 * Shards;

    /// <summary>Nobody asks it: ids are drawn without the database.</summary>
    private static readonly NpgsqlDataSource Nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");

    private readonly ManualTime _clock = new();

    [Fact]
    public void Next_UnderLoadWhileABatchGathers_Gives32InARowToAShard()
    {
        var ids = Ids(Intake(gatherFrom: 0));
        Draw(ids, Load);
        var last = Draw(ids, 1)[0];
        var shards = Draw(ids, Load).SkipWhile(shard => shard == last).ToArray();

        Assert.All(shards.Chunk(32), row => Assert.Single(row.Distinct()));
    }

    [Fact]
    public async Task Next_UnderLoadForAnotherBatch_GoesToTheNextShard()
    {
        await using var database = Connections.Open(
            new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()));
        var intake = Intake(gatherFrom: 0, database);
        var ids = Ids(intake);
        var last = Draw(ids, Load)[^1];
        await FlushAsync(intake);

        Assert.NotEqual(last, Assert.Single(Draw(ids, 5).Distinct()));
    }

    [Fact]
    public void Next_UnderLoadWhileBatchesAreSmall_GoesRoundAllShards()
    {
        var ids = Ids(Intake(gatherFrom: 1));
        Draw(ids, Load);

        Assert.Equal(Enumerable.Range(0, Shards), Draw(ids, Shards).Order());
    }

    [Theory]
    [InlineData(Shards)]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(Load)]
    public void Next_InABurst_GivesNoShardMoreThanTwiceItsPart(int burst)
    {
        var ids = Ids(Intake(gatherFrom: 0));

        Assert.All(
            Draw(ids, burst).CountBy(shard => shard),
            shard => Assert.InRange(shard.Value, 1, 2 * (burst + Shards - 1) / Shards));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(64)]
    public void Next_WithAnyNumberOfShards_GoesRoundAll(int shards)
    {
        var ids = Ids(Intake(gatherFrom: 1), shards);

        Assert.Equal(Enumerable.Range(0, shards), Draw(ids, shards, shards).Order());
    }

    [Fact]
    public void Next_WhenConsumersOwnHalvesOrEverySecondShard_GivesNoneMoreThanTwoInARow()
    {
        var shards = Draw(Ids(Intake(gatherFrom: 1)), 3 * Shards);

        Assert.All(shards.Zip(shards[1..], shards[2..]), three =>
        {
            int[] row = [three.First, three.Second, three.Third];
            Assert.Equal(2, row.Select(shard => shard / (Shards / 2)).Distinct().Count());
            Assert.Equal(2, row.Select(shard => shard % 2).Distinct().Count());
        });
    }

    [Fact]
    public void Next_ASecondAfterLoad_GoesRoundAllShards()
    {
        var ids = Ids(Intake(gatherFrom: 0));
        Draw(ids, Load);
        _clock.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(Enumerable.Range(0, Shards), Draw(ids, Shards).Order());
    }

    private static RunIntake Intake(int gatherFrom, NpgsqlDataSource? database = null) => new(
        database ?? Nowhere, new IntakeOptions { GatherFrom = gatherFrom }, (_, _) => Task.CompletedTask,
        TimeProvider.System, NullLogger<RunIntake>.Instance);

    private RunIds Ids(RunIntake intake, int shards = Shards) =>
        new(intake, new ClusterState { Partitions = shards }, _clock);

    private static int[] Draw(RunIds ids, int count, int shards = Shards) =>
        [.. Enumerable.Range(0, count).Select(_ => Sharding.ShardOf(ids.Next(), shards))];

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
