using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>The order in which a backlog is worked off.</summary>
[Collection(PostgresCollection.Name)]
public sealed class BacklogTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private static readonly int[] Shards3To5 = [3, 4, 5];

    [Fact]
    public async Task R9_Page_WhenOneOwnerHasTenThousandRuns_GivesTheOthersTheirTurnsAndHigherPrioritiesFirst()
    {
        await AddAsync("alice", 10_000, priority: 0);
        await AddAsync("bob", 10, priority: 0);
        await AddAsync("carol", 30, priority: 0);
        await AddAsync("alice", 20, priority: 7);
        var open = new OpenRuns(Data);

        var urgent = await open.BacklogAsync(Shards3To5, [], 100, CancellationToken.None);
        Assert.Equal("alice 20", await OwnersAsync(urgent));
        Assert.Equal(urgent.Select(run => run.RunId).Order(), urgent.Select(run => run.RunId));

        // Bob's last turn is the tenth: until then each owner gets one run in three.
        var known = urgent.Select(run => run.RunId).ToList();
        var turns = await open.BacklogAsync(Shards3To5, [.. known], 30, CancellationToken.None);
        Assert.Equal("alice 10, bob 10, carol 10", await OwnersAsync(turns));

        known.AddRange(turns.Select(run => run.RunId));
        var next = await open.BacklogAsync(Shards3To5, [.. known], 100, CancellationToken.None);
        Assert.Equal("alice 80, carol 20", await OwnersAsync(next));
        Assert.Empty(known.Intersect(next.Select(run => run.RunId)));
    }

    [Fact]
    public async Task R9_Page_WhenTakenAgainAndAgain_EndsWithEveryRunOnce()
    {
        await AddAsync("alice", 130, priority: 0);
        await AddAsync("bob", 20, priority: -1);
        await AddAsync("carol", 50, priority: 0);
        var open = new OpenRuns(Data);
        var known = new List<Guid>();
        List<OpenRun> page;
        do
        {
            page = await open.BacklogAsync(Shards3To5, [.. known], 7, CancellationToken.None);
            known.AddRange(page.Select(run => run.RunId));
        }
        while (page.Count > 0);

        Assert.Equal(200, known.Count);
        Assert.Equal(200, known.Distinct().Count());
    }

    [Fact]
    public async Task R9_Page_WhenStatisticsAreOlderThanTheBacklog_ReadsFewRunsMoreThanItGives()
    {
        await AddUnknownAsync();
        await using var reader = Reader();
        var before = await RunsReadAsync(reader);

        Assert.Equal(100, (await new OpenRuns(reader).BacklogAsync(Shards3To5, [], 100, CancellationToken.None)).Count);
        Assert.InRange(await RunsReadAsync(reader) - before, 100, 500);
    }

    [Fact]
    public async Task R9_Load_OfAPageOutOfASmallTable_LooksUpItsRunsOnly()
    {
        await AddAsync("alice", 5_000, priority: 0);
        await ExecuteAsync("vacuum analyze workflow_runs");
        await using var reader = Reader();
        var page = await new OpenRuns(reader).BacklogAsync(Shards3To5, [], 500, CancellationToken.None);
        var before = await RunsReadAsync(reader);

        Assert.Equal(500, (await new RunLoader(reader).LoadAsync([.. page.Select(run => run.RunId)], default)).Count);
        Assert.Equal(500, await RunsReadAsync(reader) - before);
    }

    [Fact]
    public async Task R9_LookForQueuedRuns_WhenStatisticsAreOlderThanTheBacklog_DoesNotReadIt()
    {
        await AddUnknownAsync();
        await using var reader = Reader();
        var before = await RunsReadAsync(reader);

        Assert.Equal(default, await new QueuedRuns(reader).LookAsync(Shards3To5, CancellationToken.None));
        Assert.Equal(0, await RunsReadAsync(reader) - before);
    }

    /// <summary>A backlog beside ended runs; the planner knows these only.</summary>
    private async Task AddUnknownAsync()
    {
        await AddAsync("alice", 5_000, priority: 0);
        await ExecuteAsync("update workflow_runs set status = 'COMPLETED', started_at = now(), completed_at = now()");
        await ExecuteAsync("vacuum analyze workflow_runs");
        await AddAsync("alice", 5_000, priority: 0);
    }

    private NpgsqlDataSource Reader() =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database) { MaxPoolSize = 1 });

    /// <summary>Runs that came before all those that are added later.</summary>
    private Task AddAsync(string owner, int count, int priority) => ExecuteAsync($"""
        insert into workflow_runs (run_id, workflow_name, owner_id, shard, priority)
        select (lpad(to_hex((select count(*) from workflow_runs) + n), 12, '0') || '7' || substr(md5(n::text), 1, 3)
                || '8' || substr(md5(n::text), 5, 15))::uuid, 'w', '{owner}', 3 + n % 3, {priority}
          from generate_series(1, {count}) as n
        """);

    private async Task<string> OwnersAsync(List<OpenRun> runs)
    {
        await using var command = Data.CreateCommand("""
            select string_agg(owner_id || ' ' || n, ', ' order by owner_id)
              from (select owner_id, count(*) as n from workflow_runs where run_id = any($1) group by 1) as counted
            """);
        command.Parameters.AddWithValue(runs.Select(run => run.RunId).ToArray());
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
