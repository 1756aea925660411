using Npgsql;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>The statement behind every cancellation.</summary>
[Collection(OwnerCollection.Name)]
public sealed class CancelTests(PostgresFixture postgres) : JournalTest(postgres)
{
    [Theory]
    [InlineData("PENDING")]
    [InlineData("RUNNING")]
    public async Task R6_Cancel_WhenTheRunIsOpen_EndsItAndItsOpenStepsAtOnce(string status)
    {
        var run = await InsertRunAsync(status, revision: 4);
        await ExecuteAsync(
            "insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, began_revision) " +
            $"values ('{run}', '/do/0/a', 'a', 'wait', 'RUNNING', now(), 4), " +
            $"('{run}', '/do/1/b', 'b', 'wait', 'COMPLETED', now(), 3)");

        var cancelled = Assert.Single(await CancelAsync(run));

        var facts = new RunFacts("local", null, 0);
        Assert.Equal(
            new CancelledRun(
                run, Shard, 5, StatusText.ParseRun(status), cancelled.CancelledAt,
                status == "PENDING" ? "pending" : "waiting", facts),
            cancelled);
        Assert.Equal("CANCELLED|me|enough|CANCELLED,COMPLETED", await ScalarAsync<string>(
            "select concat_ws('|', r.status, cancelled_by, r.error_message, " +
            "string_agg(s.status, ',' order by step_path)) " +
            "from workflow_runs r join step_executions s using (run_id) group by r.run_id"));
    }

    [Theory]
    [InlineData("COMPLETED")]
    [InlineData("FAILED")]
    [InlineData("CANCELLED")]
    public async Task R2_Cancel_WhenTheRunHasEnded_ChangesNothing(string status)
    {
        var run = await InsertRunAsync(status, revision: 4);

        Assert.Empty(await CancelAsync(run));

        Assert.Equal(4, await ScalarAsync<long>("select revision from workflow_runs"));
    }

    [Fact]
    public async Task Cancel_WhenThereIsNoSuchRun_SaysNothing() => Assert.Empty(await CancelAsync(Guid.NewGuid()));

    [Fact]
    public async Task R6_Cancel_WhenTheRunHasChildren_EndsTheAwaitedOnesAtEveryLevelAndNoOthers()
    {
        var run = await InsertRunAsync("RUNNING");
        var child = await InsertChildAsync(run, "RUNNING");
        var grandchild = await InsertChildAsync(child, "PENDING");
        var ended = await InsertChildAsync(run, "COMPLETED");
        var unawaited = await InsertChildAsync(run, "RUNNING", isAwaited: false);
        var below = await InsertChildAsync(unawaited, "RUNNING");

        var cancelled = await CancelAsync(run);

        Assert.Equal([run, child, grandchild], cancelled.Select(one => one.RunId));
        Assert.Equal(
            [RunStatus.Running, RunStatus.Running, RunStatus.Pending], cancelled.Select(one => one.Before));
        Assert.Equal("COMPLETED RUNNING RUNNING", string.Join(
            ' ', await StatusAsync(ended), await StatusAsync(unawaited), await StatusAsync(below)));
        Assert.Equal("The run that waits for it was cancelled. enough", await ScalarAsync<string>(
            $"select error_message from workflow_runs where run_id = '{grandchild}'"));
    }

    [Fact]
    public async Task R6_Cancel_WhenAChildIsBeingEnteredMeanwhile_EndsItToo()
    {
        var run = await InsertRunAsync("RUNNING");
        await using var entering = await Data.OpenConnectionAsync();
        await using var transaction = await entering.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand(
            $"select from workflow_runs where run_id = '{run}' for share", entering, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var cancelling = CancelAsync(run);
        await UntilBlockedAsync(entering.ProcessID);
        var child = Guid.CreateVersion7();
        await using (var enter = new NpgsqlCommand(InsertChild(child, run, "PENDING", true), entering, transaction))
        {
            await enter.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();

        Assert.Equal([run, child], (await cancelling).Select(one => one.RunId));
        Assert.Equal("CANCELLED", await StatusAsync(child));
    }

    [Fact]
    public async Task R6_Cancel_WhenACommitOfItsOwnerComesBetween_EndsTheStepsOfThatCommitToo()
    {
        var run = await InsertRunAsync("RUNNING");
        await using var committing = await Data.OpenConnectionAsync();
        await using var transaction = await committing.BeginTransactionAsync();
        await using (var commit = new NpgsqlCommand(
            $"update workflow_runs set revision = 1 where run_id = '{run}'; " +
            "insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, began_revision) " +
            $"values ('{run}', '/do/0/a', 'a', 'wait', 'RUNNING', now(), 1)", committing, transaction))
        {
            await commit.ExecuteNonQueryAsync();
        }

        var cancelling = CancelAsync(run);
        await UntilBlockedAsync(committing.ProcessID);
        await transaction.CommitAsync();

        Assert.Equal("waiting", Assert.Single(await cancelling).Stage);
        Assert.Equal("CANCELLED 2", await ScalarAsync<string>(
            "select status || ' ' || ended_revision from step_executions"));
    }

    [Theory]
    [InlineData("COMPLETED", """{"run_id" : "ID", "status" : "completed", "output" : {"x":1}, """)]
    [InlineData("FAILED", """{"run_id" : "ID", "status" : "failed", "output" : {"x":1}, """)]
    [InlineData("CANCELLED", """{"run_id" : "ID", "status" : "cancelled", "output" : {"x":1}, """)]
    public async Task R1_ChildEnd_WhateverStatementEndsTheChild_IsInTheParentsInboxInTheSameTransaction(
        string end, string payload)
    {
        var parent = await InsertRunAsync("RUNNING", shard: 9);
        var child = await InsertChildAsync(parent, "RUNNING");
        await InsertChildAsync(parent, "RUNNING", isAwaited: false);
        await ExecuteAsync("update workflow_runs set revision = revision + 1");
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from run_inbox"));

        await ExecuteAsync(
            $$"""update workflow_runs set status = '{{end}}', output_data = '{"x":1}' where run_id <> '{{parent}}'""");
        await ExecuteAsync("update workflow_runs set priority = 1");

        Assert.Equal($"{parent}|child_end|{child}|9", await ScalarAsync<string>(
            "select concat_ws('|', run_id, kind, unique_key, shard) from run_inbox"));
        Assert.StartsWith(
            payload.Replace("ID", child.ToString(), StringComparison.Ordinal),
            await ScalarAsync<string>("select payload::text from run_inbox"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R1_ChildEnd_WhenTheChildIsBornEnded_IsInTheParentsInbox()
    {
        var parent = await InsertRunAsync("RUNNING");

        await InsertChildAsync(parent, "FAILED");

        Assert.Equal(1, await ScalarAsync<long>("select count(*) from run_inbox"));
    }

    private Task<IReadOnlyList<CancelledRun>> CancelAsync(Guid run) =>
        new CancelRun(Data).RunAsync(null, run, "me", "enough", CancellationToken.None);

    private async Task<Guid> InsertChildAsync(Guid parent, string status, bool isAwaited = true)
    {
        var child = Guid.CreateVersion7();
        await ExecuteAsync(InsertChild(child, parent, status, isAwaited));
        return child;
    }

    /// <summary>The child's own id serves as the id of the task that waits for it.</summary>
    private static string InsertChild(Guid child, Guid parent, string status, bool isAwaited) =>
        "insert into workflow_runs (run_id, workflow_name, owner_id, shard, status, parent_run_id, parent_task_id) " +
        $"values ('{child}', 'w', 'local', {Shard}, '{status}', '{parent}', {(isAwaited ? $"'{child}'" : "null")})";
}
