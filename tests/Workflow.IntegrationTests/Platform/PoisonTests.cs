using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

[Collection(SecondPlatformCollection.Name)]
public sealed class PoisonTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R9_Run_WhenItKillsItsConsumerAgainAndAgain_FailsAsPoisonAndNoInnocentWithIt()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_CONSUMER_ALONE_MAX_MS", "60000"));
        var consumer = platform.Consumers[0];
        platform.Agents.On("Trap", async (call, ct) =>
        {
            // The run of the trap kills whoever calls: the call is made by the executor itself.
            await consumer.KillAsync();
            consumer = platform.StartConsumer();
            return null;
        });
        var hold = new TaskCompletionSource();
        await platform.RegisterAgentAsync("Slow", async (call, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return call.Input;
        });
        var innocent = await platform.RegisterAsync("  - slow:\n      call: Slow", "innocent");
        var poison = await platform.RegisterAsync(
            $$"""
              - trap:
                  call: http
                  with:
                    method: post
                    endpoint: {{platform.Agents.Url}}/agents/Trap
                    body:
                      { task_id: '{{Guid.NewGuid()}}', run_id: '{{Guid.NewGuid()}}', step: trap, attempt: 1, input: {} }
            """, "poison");
        await platform.StartRunsAsync(innocent, 20);
        await platform.UntilSqlAsync("count(*) = 20 from step_executions where status = 'RUNNING'");

        var run = await platform.StartRunAsync(poison);

        await platform.UntilSqlAsync($"status = 'FAILED' from workflow_runs where run_id = '{run}'");
        Assert.Contains("poison", await platform.ScalarAsync<string>(
            $"select error_message from workflow_runs where run_id = '{run}'"), StringComparison.Ordinal);
        Assert.Equal("CANCELLED", await platform.ScalarAsync<string>(
            $"select string_agg(status, ' ') from step_executions where run_id = '{run}'"));
        hold.SetResult();
        await platform.UntilEndedAsync();
        Assert.Equal(20, await platform.CompletedAsync());
    }

    [Fact]
    public async Task R9_Runs_WhenABusyOwnerCannotFlushBeforeItsShardsAreTaken_AreNotSuspected()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_CONSUMER_STOP_GRACE_MS", "120000"));
        var waiting = await HeldAgent.RegisterAsync(platform, "Waiting");
        var blocked = await HeldAgent.RegisterAsync(platform, "Blocked");
        await platform.StartRunsAsync(
            await platform.RegisterAsync("  - call:\n      call: Waiting", "waiting"), 10);
        var run = await platform.StartRunAsync(
            await platform.RegisterAsync("  - call:\n      call: Blocked", "blocked"));
        await platform.UntilSqlAsync("count(*) = 11 from step_executions where status = 'RUNNING'");
        var consumer = platform.Consumers[0];
        await using var connection = await platform.Data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand(
            $"select from workflow_runs where run_id = '{run}' for update", connection, transaction))
        {
            await block.ExecuteNonQueryAsync();
        }

        blocked.Release();
        await platform.UntilSqlAsync("count(*) > 0 from pg_locks where not granted");
        platform.StartConsumer();
        var ended = consumer.TerminateAsync();
        await platform.UntilSqlAsync("count(*) = 16 from shards where owner = 'consumer-2'");
        await transaction.RollbackAsync();
        Assert.Equal(0, await ended);
        waiting.Release();

        await platform.UntilEndedAsync();
        Assert.Contains("flush of revoked partitions was not done", consumer.Output, StringComparison.Ordinal);
        var output = consumer.Output.Split("Consumer stopped: everything flushed and released");
        Assert.Equal((16, 0), (Released(output[0]), Released(output[1])));
        Assert.Equal((11L, 0), (
            await platform.CompletedAsync(),
            await platform.ScalarAsync<int>("select max(recoveries) from workflow_runs")));
    }

    [Fact]
    public async Task R9_Consumer_WhenItStops_IsSeenUntilItsShardsAreReleased()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await using (var note = platform.Data.CreateCommand("""
            create table releases (owner text, was_seen boolean);
            create function note_release() returns trigger language plpgsql as $$
                begin
                    insert into releases values (old.owner, exists (select from consumers c where c.id = old.owner));
                    return null;
                end $$;
            create trigger note_release after update on shards
               for each row when (old.owner is not null and new.owner is null) execute function note_release()
            """))
        {
            await note.ExecuteNonQueryAsync();
        }

        Assert.Equal(0, await platform.Consumers[0].TerminateAsync());

        Assert.Equal("consumer-1 true 16", await platform.ScalarAsync<string>(
            "select string_agg(told, ';') from (select owner || ' ' || was_seen || ' ' || count(*) as told "
            + "from releases group by owner, was_seen) as t"));
        Assert.Equal(0L, await platform.ScalarAsync<long>("select count(*) from consumers where id = 'consumer-1'"));
    }

    private static int Released(string output) => output.Split("revoked: flushed and released").Length - 1;
}
