using Workflow.Database.Audit;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>In which stage a cancellation says that it found the run, and what the audit log keeps of it.</summary>
[Collection(OwnerCollection.Name)]
public sealed class CancelStageTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private const string Later = "now() + interval '1 hour'";

    [Theory]
    [InlineData("PENDING", "", "", "pending")]
    [InlineData("PENDING", $"wake_at = {Later}", "", "scheduled")]
    [InlineData("PENDING", $"wake_at = {Later}, paused_at = now()", "", "paused")]
    [InlineData("RUNNING", "", "", "running")]
    [InlineData("RUNNING", "", "data_processing", "running")]
    [InlineData("RUNNING", "", "tool_call", "running")]
    [InlineData("RUNNING", "paused_at = now()", "agent_execution", "paused")]
    [InlineData("RUNNING", $"wake_at = {Later}", "data_processing", "waiting")]
    [InlineData("RUNNING", "", "data_processing,wait", "waiting")]
    [InlineData("RUNNING", "", "data_processing,agent_execution", "waiting_for_agent")]
    [InlineData("RUNNING", "", "wait,sub_workflow", "waiting_for_child")]
    [InlineData("RUNNING", "", "sub_workflow,agent_execution", "waiting_for_agent")]
    public async Task R6_Cancel_WhereverItFindsTheRun_SaysSo(string status, string set, string steps, string stage)
    {
        var run = await InsertRunAsync(status);
        if (set.Length > 0)
        {
            await ExecuteAsync($"update workflow_runs set {set}");
        }

        foreach (var type in steps.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            await InsertStepAsync(run, type, null);
        }

        Assert.Equal(stage, Assert.Single(await CancelAsync(run)).Stage);
        Assert.True(await ScalarAsync<bool>("select wake_at is null and paused_at is null from workflow_runs"));
    }

    [Theory]
    [InlineData("2999-01-01T00:00:00.0000000+00:00", "waiting")]
    [InlineData("2020-01-01T00:00:00.0000000+00:00", "running")]
    public async Task R6_Cancel_WhenATryIsInBackOff_SaysThatItWaited(string until, string stage)
    {
        var run = await InsertRunAsync("RUNNING");
        await InsertStepAsync(run, "data_processing", $$"""{"until":"{{until}}","retry":2}""");

        Assert.Equal(stage, Assert.Single(await CancelAsync(run)).Stage);
    }

    [Theory]
    [InlineData("""{"listen":{"for":"one","types":[]}}""", "waiting_for_signal")]
    [InlineData("""{"until":"2999-01-01T00:00:00.0000000+00:00"}""", "waiting")]
    public async Task R6_Cancel_WhenAStepListens_SaysThatItWaitedForASignal(string metadata, string stage)
    {
        var run = await InsertRunAsync("RUNNING");
        await InsertStepAsync(run, "wait", metadata);
        await InsertStepAsync(run, "tool_call", null);

        Assert.Equal(
            stage == "waiting" ? "running" : stage, Assert.Single(await CancelAsync(run)).Stage);
    }

    [Fact]
    public async Task Audit_WhenARunIsCancelled_HasOneEntryOfTheSameTransaction()
    {
        var run = await InsertRunAsync("RUNNING");
        var child = Guid.CreateVersion7();
        await ExecuteAsync(
            "insert into workflow_runs (run_id, workflow_name, owner_id, shard, parent_run_id, parent_task_id) " +
            $"values ('{child}', 'w', 'local', {Shard}, '{run}', '{child}')");

        await CancelAsync(run);
        await CancelAsync(run);

        var entry = Assert.Single(await new AuditLog(Data).ReadAsync(new AuditFilter(), 10, CancellationToken.None));
        Assert.Equal(("me", "cancel", run, "trace"), (entry.Who, entry.Verb, entry.RunId, entry.RequestId));
        Assert.Equal("""{"stage" : "running", "reason" : "enough", "runs" : 2}""", entry.Detail.ToString());
        Assert.True(await ScalarAsync<bool>(
            $"select at = completed_at from audit_log join workflow_runs using (run_id) where run_id = '{run}'"));
    }

    private Task<IReadOnlyList<CancelledRun>> CancelAsync(Guid run) =>
        new CancelRun(Data).RunAsync(null, run, new Actor("me", "trace"), "enough", CancellationToken.None);

    private Task InsertStepAsync(Guid run, string type, string? metadata) => ExecuteAsync(
        "insert into step_executions " +
        "(run_id, step_path, step_id, step_type, status, started_at, began_revision, metadata) " +
        $"values ('{run}', '/do/0/{type}', 'a', '{type}', 'RUNNING', now(), 0, " +
        $"{(metadata is null ? "null" : $"'{metadata}'")})");
}
