using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Workflow.Database.Definitions;
using Workflow.Database.Intake;
using Workflow.Database.Schema;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Intake;

[Collection(OwnerCollection.Name)]
public sealed class RunIntakeTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly List<IReadOnlyList<AcceptedRun>> _published = [];
    private string _connection = null!;
    private NpgsqlDataSource _database = null!;
    private Guid _workflow;

    public async Task InitializeAsync()
    {
        _connection = await postgres.CreateDatabaseAsync();
        _database = Connections.Open(new NpgsqlConnectionStringBuilder(_connection));
        var definitions = new DefinitionStore(_database, TimeProvider.System);
        var registered = await definitions.RegisterAsync(
            "local", new NewDefinition("tests", "greet", "1.0.0", RawJson.FromText("{}"), 1), null,
            CancellationToken.None);
        _workflow = registered.Id;
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Flush_WhenManyWait_InsertsThemTogetherAndAnnouncesThemBeforeAnswering()
    {
        var intake = Intake();
        var waiting = Enumerable.Range(0, 100).Select(_ => intake.StartAsync(Run(), default)).ToList();

        Assert.All(waiting, each => Assert.False(each.IsCompleted));
        Assert.Equal(100, await intake.FlushOnceAsync(default));
        Assert.All(await Task.WhenAll(waiting), outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));
        Assert.Equal(100, Assert.Single(_published).Count);
        Assert.Equal(1, await CountAsync("select count(distinct xmin::text) from workflow_runs"));
    }

    [Fact]
    public async Task Flush_WhenMoreWaitThanABatchHolds_TakesThemInOrder()
    {
        var intake = Intake(new IntakeOptions { BatchMax = 4, BatchBytesMax = 1_024 });
        var large = RawJson.FromText($"\"{new string('x', 2_000)}\"");
        var waiting = Enumerable.Range(0, 10)
            .Select(i => intake.StartAsync(Run() with { Input = i == 5 ? large : default }, default));
        var all = Task.WhenAll(waiting);

        var sizes = new List<int>();
        while (await intake.FlushOnceAsync(default) is > 0 and var size)
        {
            sizes.Add(size);
        }

        Assert.Equal([4, 2, 4], sizes);
        Assert.All(await all, outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));
    }

    [Fact]
    public async Task R9_Flush_WhenPostgresRefusesOneRow_FailsOnlyThatOne()
    {
        var intake = Intake();
        var waiting = Enumerable.Range(0, 33)
            .Select(i => RawJson.FromText(i == 20 ? "{broken" : "{}"))
            .Select(input => intake.StartAsync(Run() with { Input = input }, default))
            .ToList();
        await intake.FlushOnceAsync(default);

        var outcomes = await Task.WhenAll(waiting);
        Assert.Equal("22P02", Assert.IsType<IntakeOutcome.Refused>(outcomes[20]).SqlState);
        Assert.Equal(32, outcomes.Count(outcome => outcome is IntakeOutcome.Accepted));
        Assert.Equal(32, await CountAsync("select count(*) from workflow_runs"));
        Assert.Equal(32, _published.Sum(batch => batch.Count));
    }

    [Fact]
    public async Task R1_Insert_WhenTheFirstTryWasCommittedUnheard_KnowsItsOwnRows()
    {
        var runs = new[] { Run(), Run() with { IdempotencyKey = "k", RequestHash = [1] } };
        foreach (var again in new[] { false, true })
        {
            var outcomes = await InsertRuns.ExecuteAsync(_database, runs, again, new IntakeOptions(), default);
            Assert.All(outcomes, outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));
        }

        Assert.Equal(2, await CountAsync("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Flush_WhenItMeetsADeadlock_TriesAgain()
    {
        await ExecuteAsync("""
            create sequence tries;
            create function lose_first() returns trigger language plpgsql as $$
            begin
                if nextval('tries') = 1 then raise exception 'lost' using errcode = '40P01'; end if;
                return new;
            end $$;
            create trigger lose before insert on workflow_runs for each row execute function lose_first();
            """);
        var intake = Intake();
        var waiting = intake.StartAsync(Run(), default);
        await intake.FlushOnceAsync(default);
        Assert.IsType<IntakeOutcome.Accepted>(await waiting);
    }

    [Fact]
    public async Task Flush_WhenKeysCrossBetweenReplicas_NeverFailsAndKeepsOneRowPerKey()
    {
        RunIntake[] replicas = [Intake(), Intake(), Intake()];
        var random = new Random(7);
        for (var round = 0; round < 10; round++)
        {
            var waiting = replicas.SelectMany(intake => Enumerable.Range(0, 40).OrderBy(_ => random.Next())
                .Select(i => intake.StartAsync(Keyed($"{round}-{i}"), default))).ToList();
            await Task.WhenAll(replicas.Select(intake => intake.FlushOnceAsync(default)));
            var outcomes = await Task.WhenAll(waiting);
            Assert.Equal(40, outcomes.Count(outcome => outcome is IntakeOutcome.Accepted));
            Assert.Equal(80, outcomes.Count(outcome => outcome is IntakeOutcome.Repeated));
        }

        Assert.Equal(400, await CountAsync("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Flush_WhenOneBatchHoldsAKeyTwice_KeepsTheFirst()
    {
        var intake = Intake();
        var (first, second) = (Keyed("k"), Keyed("k"));
        var (other, waiting) = (Keyed("k") with { RequestHash = [9] }, new List<Task<IntakeOutcome>>());
        waiting.AddRange(new[] { first, second, other }.Select(run => intake.StartAsync(run, default)));
        await intake.FlushOnceAsync(default);

        var winner = Assert.IsType<IntakeOutcome.Accepted>(await waiting[0]).Run.Run.RunId;
        Assert.Equal(winner, Assert.IsType<IntakeOutcome.Repeated>(await waiting[1]).First.RunId);
        Assert.Equal(winner, Assert.IsType<IntakeOutcome.KeyTaken>(await waiting[2]).First.RunId);
    }

    [Fact]
    public async Task Flush_WhenARepeatedStartStandsBeforeNewOnesAtALimit_TakesAsManyAsItAllows()
    {
        var intake = Intake();
        NewRun Limited(NewRun run, int limit) =>
            run with { Concurrency = new RunConcurrency("one", limit, OnLimits.Reject) };
        async Task<IntakeOutcome[]> FlushAsync(params NewRun[] runs)
        {
            var waiting = runs.Select(run => intake.StartAsync(run, default)).ToList();
            await intake.FlushOnceAsync(default);
            return await Task.WhenAll(waiting);
        }

        var first = Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await FlushAsync(Limited(Keyed("k"), 2))));
        var atTwo = await FlushAsync(
            Limited(Keyed("k"), 2), Limited(Run(), 2), Limited(Run(), 2),
            Limited(Run() with { WorkflowId = Guid.NewGuid() }, 9));
        var atTheLimit = await FlushAsync(Limited(Keyed("k"), 2), Limited(Run(), 2));

        Assert.Equal(first.Run.Run.RunId, Assert.IsType<IntakeOutcome.Repeated>(atTwo[0]).First.RunId);
        var second = Assert.IsType<IntakeOutcome.Accepted>(atTwo[1]).Run;
        Assert.Same(second, Assert.Single(_published[^1]));
        Guid[] holders = [first.Run.Run.RunId, second.Run.RunId];
        Assert.Equal(holders.Order(), Assert.IsType<IntakeOutcome.NoSlot>(atTwo[2]).Holders.Order());
        Assert.IsType<IntakeOutcome.UnknownTarget>(atTwo[3]);
        Assert.IsType<IntakeOutcome.Repeated>(atTheLimit[0]);
        Assert.IsType<IntakeOutcome.NoSlot>(atTheLimit[1]);
        Assert.Equal(2, await CountAsync("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Flush_WhenTheDatabaseIsAway_SaysSo()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        var intake = Intake(database: nowhere);
        var waiting = intake.StartAsync(Run(), default);
        await intake.FlushOnceAsync(default);
        Assert.IsType<IntakeOutcome.Unavailable>(await waiting);
    }

    [Fact]
    public async Task Flush_WhenAnnouncingFails_StillAnswers()
    {
        PublishRuns fails = (_, _) => throw new InvalidOperationException("no");
        var intake = new RunIntake(
            _database, new IntakeOptions(), fails, TimeProvider.System, NullLogger<RunIntake>.Instance);
        var waiting = intake.StartAsync(Run(), default);
        await intake.FlushOnceAsync(default);
        Assert.IsType<IntakeOutcome.Accepted>(await waiting);
    }

    [Fact]
    public async Task Start_WhenTheCallerHasGoneBeforeTheFlush_WritesNothing()
    {
        var intake = Intake();
        using var caller = new CancellationTokenSource();
        var waiting = intake.StartAsync(Run(), caller.Token);
        await caller.CancelAsync();

        Assert.Equal(0, await intake.FlushOnceAsync(default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, await CountAsync("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Flush_WhenStartsComeOneByOne_IsNotPlannedAnewForEach()
    {
        var settings = Connections.ForFlusher(new NpgsqlConnectionStringBuilder(_connection));
        await using var flusher = Connections.Open(settings);
        var intake = Intake(database: flusher);
        for (var i = 0; i < 40; i++)
        {
            var waiting = intake.StartAsync(Run(), default);
            await intake.FlushOnceAsync(default);
            Assert.IsType<IntakeOutcome.Accepted>(await waiting);
        }

        await Plans.AssertKeptAsync(flusher, "insert into workflow_runs");
    }

    [Fact]
    public async Task R9_Start_WhenTheQueueIsFullOrClosed_IsRefusedAtOnce()
    {
        var intake = Intake(new IntakeOptions { QueueMax = 1 });
        var waiting = intake.StartAsync(Run(), default);
        Assert.IsType<IntakeOutcome.QueueFull>(await intake.StartAsync(Run(), default));
        intake.Close();
        await intake.RunAsync(default);
        Assert.IsType<IntakeOutcome.Accepted>(await waiting);
        Assert.IsType<IntakeOutcome.QueueFull>(await intake.StartAsync(Run(), default));
    }

    private RunIntake Intake(IntakeOptions? options = null, NpgsqlDataSource? database = null) => new(
        database ?? _database, (options ?? new IntakeOptions()) with { StatementTimeout = TimeSpan.FromMinutes(1) },
        Publish, TimeProvider.System, NullLogger<RunIntake>.Instance);

    private Task Publish(IReadOnlyList<AcceptedRun> runs, CancellationToken ct)
    {
        lock (_published)
        {
            _published.Add(runs);
        }

        return Task.CompletedTask;
    }

    private NewRun Run() => new(Guid.CreateVersion7(), _workflow, "local", 0, default, null, null);

    private NewRun Keyed(string key) => Run() with { IdempotencyKey = key, RequestHash = [1] };

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
