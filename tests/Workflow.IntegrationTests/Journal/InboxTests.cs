using Workflow.Database.Recovery;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>What arrives for runs, of every kind.</summary>
[Collection(OwnerCollection.Name)]
public sealed class InboxTests(PostgresFixture postgres) : JournalTest(postgres)
{
    [Fact]
    public async Task DropStale_WhenRowsAreOfSeveralKinds_DropsOnlyThoseWhoseStepHasEnded()
    {
        var run = await InsertRunAsync();
        var (open, ended) = (Guid.NewGuid(), Guid.NewGuid());
        await FlushAsync(Start(
            run, Step("/do/0/a", StepStatus.Running) with { TaskId = open },
            Step("/do/1/b", StepStatus.Completed) with { TaskId = ended }));
        foreach (var (kind, key) in new[]
        {
            ("agent_result", open.ToString()), ("agent_result", ended.ToString()), ("child_end", open.ToString()),
            ("child_end", ended.ToString()), ("signal", "approved by hand"), ("callback", ended.ToString()),
        })
        {
            await ExecuteAsync(
                "insert into run_inbox (run_id, kind, unique_key, shard) " +
                $"values ('{run}', '{kind}', '{key}', {Shard})");
        }

        await new RunInbox(Data).DropStaleAsync([Shard], CancellationToken.None);

        Assert.Equal($"agent_result {ended}, child_end {ended}", await ScalarAsync<string>(
            "select string_agg(kind || ' ' || unique_key, ', ' order by kind) from run_inbox " +
            "where read_at is not null"));
    }

    [Fact]
    public async Task Abandoned_WhenTheWaitingStepOrItsRunHasEnded_AreFoundAndNoOthers()
    {
        var (waited, over) = (Guid.NewGuid(), Guid.NewGuid());
        var parent = await InsertRunAsync();
        await FlushAsync(Start(
            parent, Step("/do/0/a", StepStatus.Running) with { TaskId = waited },
            Step("/do/1/b", StepStatus.Failed) with { TaskId = over }));
        var ended = await InsertRunAsync("FAILED");
        await InsertChildAsync(parent, waited, "RUNNING");
        await InsertChildAsync(parent, over, "COMPLETED");
        await InsertChildAsync(parent, null, "RUNNING");
        var late = await InsertChildAsync(parent, over, "RUNNING");
        var orphan = await InsertChildAsync(ended, waited, "PENDING");

        var found = await new OpenRuns(Data).AbandonedAsync([Shard], 10, CancellationToken.None);

        Assert.Equal(new[] { late, orphan }.Order(), found.Select(run => run.RunId).Order());
    }

    private async Task<Guid> InsertChildAsync(Guid parent, Guid? task, string status)
    {
        var child = await InsertRunAsync(status);
        await ExecuteAsync(
            $"update workflow_runs set parent_run_id = '{parent}', " +
            $"parent_task_id = {(task is null ? "null" : $"'{task}'")} where run_id = '{child}'");
        return child;
    }
}
