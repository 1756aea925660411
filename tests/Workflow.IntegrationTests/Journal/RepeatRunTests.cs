using Workflow.Database.Audit;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>The statement behind every retry and rerun.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RepeatRunTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private static readonly StepKey Key = new("/do/0/a", "0", 1);

    [Theory]
    [InlineData("PENDING")]
    [InlineData("RUNNING")]
    [InlineData("COMPLETED")]
    public async Task R2_Repeat_WhenTheRunIsNotInAStatusThatIsTaken_MakesNothing(string status)
    {
        var run = await InsertRunAsync(status);

        Assert.Null(await RepeatAsync(run));

        Assert.Equal("1 0", await ScalarAsync<string>(
            "select (select count(*) from workflow_runs) || ' ' || (select count(*) from audit_log)"));
    }

    [Fact]
    public async Task R10_Repeat_WhenTheRunIsSomebodyElses_MakesNothing() =>
        Assert.Null(await RepeatAsync(await InsertRunAsync("FAILED"), sees: "somebody"));

    [Fact]
    public async Task R1_Repeat_WhenOneOfTwoWithAKeyIsNotCommittedYet_TheOtherWaitsAndIsTheSameRun()
    {
        var run = await InsertRunAsync("FAILED");
        await ExecuteAsync($$"""
            insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, began_revision,
                                         metadata)
            values ('{{run}}', '/do/0/a', 'a', 'wait', 'COMPLETED', now(), 1, '{}')
            """);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RepeatAsync(run, key: "once")));

        Assert.Single(made.Select(one => one!.RunId).Distinct());
        Assert.Equal(1, made.Count(one => one!.IsNew));
        Assert.All(made, one => Assert.Equal(1, one!.InheritedSteps));
    }

    [Fact]
    public async Task Repeat_WhenAnInheritedStepIsInheritedAgain_StillNamesWhereItRan()
    {
        var run = await InsertRunAsync("FAILED");
        await ExecuteAsync($$"""
            insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, began_revision,
                                         metadata, output_data)
            values ('{{run}}', '/do/0/a', 'a', 'wait', 'COMPLETED', now(), 1, ' { "k" : "\u0000" }', '"\u0000"')
            """);

        var second = (await RepeatAsync(run))!.RunId;
        await ExecuteAsync($"update workflow_runs set status = 'FAILED' where run_id = '{second}'");
        var third = (await RepeatAsync(second, isOpen: true))!.RunId;

        Assert.Equal($$"""{"inherited":true,"inherited_from":"{{run}}", "k" : "\u0000" }""", await ScalarAsync<string>(
            $"select metadata::text from step_executions where run_id = '{third}'"));
        Assert.Equal("RUNNING|", await ScalarAsync<string>(
            $"select status || '|' || coalesce(output_data::text, '') from step_executions where run_id = '{third}'"));
    }

    [Fact]
    public async Task Repeat_WhenTheRunHadAConcurrencyKey_WaitsForASlotOfIt()
    {
        var run = await InsertRunAsync("FAILED");
        await ExecuteAsync(
            "update workflow_runs set concurrency_key = 'k', concurrency_limit = 2, on_limit = 'reject', " +
            "slot_at = now()");

        var made = (await RepeatAsync(run))!;

        Assert.Equal(Shard, made.Shard);
        Assert.Equal("k 2 queue infinity t", await ScalarAsync<string>(
            "select concat_ws(' ', concurrency_key, concurrency_limit, on_limit, wake_at, slot_at is null) " +
            $"from workflow_runs where run_id = '{made.RunId}'"));
    }

    private Task<RepeatedRun?> RepeatAsync(
        Guid run, string? sees = null, string? key = null, bool isOpen = false) =>
        new RepeatRun(Data).RunAsync(
            sees,
            new NewRepeat(
                AuditVerb.Retry, run, [RunStatus.Failed], Guid.CreateVersion7(), Shard,
                [new StepCopy(Key, Key, isOpen)], false, default, default, null, null, key, key is null ? null : [1],
                RawJson.FromText("{}")),
            new Actor("me"), CancellationToken.None);
}
