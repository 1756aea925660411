using Npgsql;
using Workflow.Database.Intake;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>A server that takes over by logical replication has the same types under other numbers.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RowTypeTests(PostgresFixture postgres) : JournalTest(postgres)
{
    [Fact]
    public async Task Flush_WhenTheDatabaseHasOtherNumbersForItsTypes_Commits()
    {
        await using var flusher = Flusher();
        var store = new JournalStore(flusher);
        Assert.Equal(CommitOutcome.Committed, await StartOneAsync(store));
        await RenumberAsync(flusher);

        Assert.Equal(CommitOutcome.Committed, await StartOneAsync(store));
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from step_executions"));
    }

    [Fact]
    public async Task Intake_WhenTheDatabaseHasOtherNumbersForItsTypes_TakesTheRun()
    {
        await ExecuteAsync("""
            insert into agents (name, owner_id, endpoint) values ('clerk', 'local', 'http://127.0.0.1:1')
            """);
        await using var flusher = Flusher();
        Assert.IsType<IntakeOutcome.Accepted>(await TakeOneAsync(flusher));
        await RenumberAsync(flusher);

        Assert.IsType<IntakeOutcome.Accepted>(await TakeOneAsync(flusher));
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from workflow_runs"));
    }

    private async Task<CommitOutcome> StartOneAsync(JournalStore store)
    {
        var start = Start(await InsertRunAsync(), Step("/do/0/a", StepStatus.Running));
        return (await store.FlushAsync([start], CancellationToken.None))[0].Outcome;
    }

    private static async Task<IntakeOutcome> TakeOneAsync(NpgsqlDataSource flusher)
    {
        var run = new NewRun(Guid.CreateVersion7(), null, "local", Shard, default, null, null)
        {
            Type = RunType.Agent,
            Agent = "clerk",
            Plan = RawJson.FromText("{}"),
        };
        return (await InsertRuns.ExecuteAsync(flusher, [run], false, new IntakeOptions(), CancellationToken.None))[0];
    }

    /// <summary>Makes all types anew, and ends the connections that the source of connections keeps.</summary>
    private async Task RenumberAsync(NpgsqlDataSource flusher)
    {
        await ExecuteAsync("""
            do $$
            declare t record;
            begin
                for t in
                    select c.relname, string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
                                                 order by a.attnum) as columns
                      from pg_class c join pg_attribute a on a.attrelid = c.oid
                     where c.relkind = 'c' and c.relname like 'workflow\_%'
                     group by c.relname
                loop
                    execute format('drop type %I', t.relname);
                    execute format('create type %I as (%s)', t.relname, t.columns);
                end loop;
            end $$
            """);
        flusher.Clear();
    }
}
