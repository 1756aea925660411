using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>What an owner looks for each second is found without reading a whole backlog: with statistics from before
/// it, and with plans that were made on empty tables.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LookTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private const int Many = 5_000;
    private const int Page = 20;

    /// <summary>A page of each shard; those that are taken of them are read again to be locked and to be
    /// written.</summary>
    private const int FewMax = Page * (3 + 2);

    /// <summary>Of the n-th of a backlog: the last is the earliest.</summary>
    private const string Ago = "now() - n * interval '1 second'";

    private static readonly int[] Shards3To5 = [3, 4, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R9_Sweep_WhenNoMessageCameForABacklog_ReadsAPageOfEachShard(bool isPlanned)
    {
        var before = Shards3To5
            .Select(shard => KeyValuePair.Create(shard, TimeProvider.System.GetUtcNow().AddHours(1))).ToList();
        var (found, read) = await LookAsync(
            isPlanned, () => AddAsync(Many),
            async data => Ids(await new OpenRuns(data).UnseenAsync(before, Page, CancellationToken.None)));

        Assert.Equal(Page * 3, found.Count);
        Assert.InRange(read, Page, FewMax);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R9_Due_WhenVeryManyAreDueAtOnce_ReadsAPageOfEachShardAndGivesTheEarliest(bool isPlanned)
    {
        var (found, read) = await LookAsync(
            isPlanned, () => AddAsync(Many, "status, started_at, wake_at", $"'RUNNING', now(), {Ago}"),
            async data => Ids(await new OpenRuns(data).DueAsync(Shards3To5, Page, CancellationToken.None)));

        Assert.Equal(await LastAsync(), found.Order());
        Assert.InRange(read, Page, FewMax);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R9_Release_WhenVeryManyAreDueAtOnce_ReadsAPageOfEachShardAndTakesTheEarliest(bool isPlanned)
    {
        var claims = await ClaimsAsync();
        var (found, read) = await LookAsync(
            isPlanned, () => AddAsync(Many, "wake_at", Ago),
            data => new QueuedRuns(data).ReleaseAsync(claims, Page, CancellationToken.None));

        Assert.Equal(await LastAsync(), found.Order());
        Assert.InRange(read, Page, FewMax);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R9_Expire_WhenVeryManyAreLateAtOnce_ReadsAPageOfEachShardAndTakesTheEarliest(bool isPlanned)
    {
        var claims = await ClaimsAsync();
        var (found, read) = await LookAsync(
            isPlanned, () => AddAsync(Many, "queue_deadline", Ago),
            async data => (await new QueuedRuns(data).ExpireAsync(claims, Page, CancellationToken.None))
                .ConvertAll(run => run.RunId));

        Assert.Equal(await LastAsync(), found.Order());
        Assert.InRange(read, Page, FewMax);
    }

    [Fact]
    public async Task R9_Abandoned_WhenThereIsABacklog_ReadsChildrenAndTheirParentsOnly()
    {
        var (found, read) = await LookAsync(
            isPlanned: false,
            async () =>
            {
                var (parent, task) = (await InsertRunAsync(), Guid.NewGuid());
                await FlushAsync(Start(parent, Step("/do/0/a", StepStatus.Running) with { TaskId = task }));
                await AddAsync(5, "parent_run_id, parent_task_id", $"'{parent}', '{task}'");
                await AddAsync(4, "parent_run_id, parent_task_id", $"'{parent}', gen_random_uuid()");
                await AddAsync(2, "parent_run_id, parent_task_id", $"gen_random_uuid(), '{task}'");
                await AddAsync(Many);
            },
            async data => Ids(await new OpenRuns(data).AbandonedAsync(Shards3To5, Page, CancellationToken.None)));

        Assert.Equal(4 + 2, found.Count);
        Assert.Equal(5 + 4 + 2 + 5 + 4, read);
    }

    [Fact]
    public async Task R9_Orphans_WhenABacklogCameAfterManyLooks_ReadsRunningRunsOnly()
    {
        await AddAsync(Many, "status, started_at, completed_at", "'COMPLETED', now(), now()");
        await AddAsync(300, "status, started_at, wake_at", "'RUNNING', now(), now() + interval '1 day'");
        await ExecuteAsync("vacuum analyze workflow_runs");
        var (found, read) = await LookAsync(
            isPlanned: true,
            async () =>
            {
                await AddAsync(5, "status, started_at", "'RUNNING', now()");
                await AddAsync(Many);
            },
            async data => Ids(await new OpenRuns(data).OrphansAsync(Shards3To5, [], Page, CancellationToken.None)));

        Assert.Equal(5, found.Count);
        Assert.InRange(read, 5, 300 + 5);
    }

    [Fact]
    public async Task R9_Inbox_WhenStatisticsTellOfMoreRowsThanThereAre_LooksUpTheRunsOfThoseOnly()
    {
        await AddAsync(Many, "status, started_at, wake_at", "'RUNNING', now(), now() + interval '1 day'");
        await ExecuteAsync("""
            insert into run_inbox (run_id, kind, unique_key, shard)
            select run_id, 'signal', 'signal:1', shard from workflow_runs
            """);
        await ExecuteAsync("vacuum analyze workflow_runs, run_inbox");
        await ExecuteAsync("delete from run_inbox where arrival > 5");
        await using var reader = Reader(0);
        var before = await RunsReadAsync(reader);

        await new RunInbox(reader).DropStaleAsync(Shards3To5, CancellationToken.None);
        Assert.Equal(5, await RunsReadAsync(reader) - before);
        Assert.Equal(
            5, (await new OpenRuns(reader).WithUnreadInboxAsync(Shards3To5, Page, CancellationToken.None)).Count);
        Assert.Equal(5 + 5, await RunsReadAsync(reader) - before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R9_Grant_WhenVeryManyWaitForFewKeys_ReadsThemAFewTimesOnly(bool isPlanned)
    {
        var claims = await ClaimsAsync();
        var (found, read) = await LookAsync(
            isPlanned,
            () => AddAsync(
                Many, "concurrency_key, concurrency_limit, on_limit, wake_at",
                "(n % 3)::text, 2, 'cancel_oldest', 'infinity'"),
            async data => [.. (await new GrantSlots(data).RunAsync(claims, SlotKey.First, 500, CancellationToken.None))
                .Granted]);

        // For the keys, the holders, the next ones and the victims.
        Assert.Equal(3 * 2, found.Count);
        Assert.InRange(read, Many, 5 * Many + FewMax);
    }

    private static List<Guid> Ids(List<OpenRun> runs) => runs.ConvertAll(run => run.RunId);

    /// <summary>Looks at a backlog that came after the statistics were made, or after plans were.</summary>
    /// <returns>What was found, and how many rows of runs were read for it.</returns>
    private async Task<(List<Guid> Found, long Read)> LookAsync(
        bool isPlanned, Func<Task> addAsync, Func<NpgsqlDataSource, Task<List<Guid>>> lookAsync)
    {
        await using var reader = Reader(isPlanned ? 50 : 0);
        if (isPlanned)
        {
            // The first are not prepared yet, and the next ones are planned each for its own parameters.
            for (var n = 0; n < 15; n++)
            {
                Assert.Empty(await lookAsync(reader));
            }
        }
        else
        {
            await AddAsync(Many, "status, started_at, completed_at", "'COMPLETED', now(), now()");
            await ExecuteAsync("""
                insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, began_revision)
                select run_id, '/do/0/a', 'a', 'tool_call', status, now(), 1 from workflow_runs
                 where status = 'COMPLETED'
                """);
            await ExecuteAsync("vacuum analyze workflow_runs, step_executions");
        }

        await addAsync();
        var before = await RunsReadAsync(reader);
        var found = await lookAsync(reader);
        return (found, await RunsReadAsync(reader) - before);
    }

    private NpgsqlDataSource Reader(int preparedMax) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(Database) { MaxPoolSize = 1, MaxAutoPrepare = preparedMax });

    private async Task<ShardClaim[]> ClaimsAsync()
    {
        var fourth = await Shards.TakeAsync(4, "first", CancellationToken.None);
        var fifth = await Shards.TakeAsync(5, "first", CancellationToken.None);
        return [Claim, fourth.Claim, fifth.Claim];
    }

    private Task AddAsync(int count, string columns = "priority", string values = "0") => ExecuteAsync($"""
        insert into workflow_runs (run_id, workflow_name, owner_id, shard, {columns})
        select (lpad(to_hex((select count(*) from workflow_runs) + n), 12, '0') || '7' || substr(md5(n::text), 1, 3)
                || '8' || substr(md5(n::text), 5, 15))::uuid, 'w', 'alice', 3 + n % 3, {values}
          from generate_series(1, {count}) as n
        """);

    /// <summary>The page that was added last.</summary>
    private Task<Guid[]> LastAsync() => ScalarAsync<Guid[]>($"""
        select array(select run_id from (select run_id from workflow_runs order by 1 desc limit {Page}) r order by 1)
        """);
}
