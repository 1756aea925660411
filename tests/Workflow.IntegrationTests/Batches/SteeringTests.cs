using Workflow.Api.Batches;
using Workflow.Database.Batches;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Batches;

[Collection(OwnerCollection.Name)]
public sealed class SteeringTests(PostgresFixture postgres) : BatchTest(postgres)
{
    [Fact]
    public async Task Pause_WhenAnItemIsUnderWay_LetsItFinishAndBeginsNoOtherUntilResumed()
    {
        var (batch, _) = await HeldAtThirdAsync("pause");

        await UntilAsync("claimed_by is null from batches");
        var paused = await UntilAsync(batch, "paused");
        Assert.Equal("3 0 0 0", Counts(paused));
        Assert.Equal(3, await Api.QueryAsync<long>("select count(*) from batch_items where begun_at is not null"));
        Assert.False(await Api.Service<BatchService>().TakeOnceAsync(CancellationToken.None));

        await SteerAsync(batch, "resume");
        Assert.Equal("6 0 0 0", Counts(await UntilAsync(batch, "completed")));
        await (await Api.PostAsync($"{Path}/{batch.Text("id")}/pause", "")).ProblemAsync(409, "batch-ended");
        Assert.Equal("create_batch pause_batch resume_batch", await Api.QueryAsync<string>(
            "select string_agg(verb, ' ' order by id) from audit_log where verb like '%batch'"));
    }

    [Fact]
    public async Task Abort_WhenAnItemIsUnderWay_LetsItFinishAndLeavesTheRestOut()
    {
        var (batch, steered) = await HeldAtThirdAsync("abort");
        Assert.Equal(("aborting", "2 0 3 0"), (steered.Text("status"), Counts(steered)));

        var aborted = await UntilAsync(batch, "aborted");
        Assert.Equal("3 0 3 0", Counts(aborted));
        Assert.Equal(3, await CountAsync("status = 'PENDING'"));
        foreach (var verb in new[] { "pause", "resume", "abort" })
        {
            await (await Api.PostAsync($"{Path}/{batch.Text("id")}/{verb}", "")).ProblemAsync(409, "batch-ended");
        }
    }

    [Fact]
    public async Task Abort_WhenItIsPausedAndNothingIsUnderWay_EndsItAtOnce()
    {
        var (batch, _) = await HeldAtThirdAsync("pause");
        await UntilAsync("claimed_by is null from batches");
        var aborted = await SteerAsync(batch, "abort");
        Assert.Equal(("aborted", "3 0 3 0"), (aborted.Text("status"), Counts(aborted)));
    }

    // R1: a process died when some items were done, one was done but not noted, and one had only begun.
    [Fact]
    public async Task Batch_WhenItsProcessDies_IsCarriedOnByAnotherAndEachItemIsDoneOnce()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var id = Guid.CreateVersion7();
        var item = RawJson.FromText($$"""{"target_id": "{{workflow}}"}""");
        var queue = Api.Service<BatchQueue>();
        await Api.ExecuteAsync($"""
            insert into batches (id, owner_id, verb, total, concurrency, claimed_by, claimed_until)
            values ('{id}', 'local', 'start', 5, 2, 'dead', now() + interval '1 hour');
            insert into batch_items (batch_id, ordinal, request)
            select '{id}', n, '{item}' from generate_series(1, 5) as n
            """);
        var begun = await queue.TakeAsync(id, "dead", TimeSpan.FromHours(1), 2, CancellationToken.None);
        Assert.Equal([1, 2], begun.Select(one => one.Ordinal).Order());
        await Api.Service<BatchVerbs>().DoAsync(
            new ClaimedBatch(id, "local", true, "start", 2, null), begun.Single(one => one.Ordinal == 1),
            CancellationToken.None);
        Assert.Equal(1, await CountAsync("true"));

        await Api.ExecuteAsync("update batches set claimed_until = now()");
        await UntilAsync("completed_at is not null from batches");
        Assert.Equal((5L, "5 0"), (await CountAsync("true"), await Api.QueryAsync<string>(
            "select done || ' ' || failed from batches")));
        Assert.Equal(5, await Api.QueryAsync<long>(
            "select count(distinct made_run_id) from batch_items where outcome = 'done'"));

        await queue.FinishAsync(id, 1, new ItemResult(ItemOutcome.Failed), CancellationToken.None);
        Assert.Empty(await queue.TakeAsync(id, "dead", TimeSpan.FromHours(1), 2, CancellationToken.None));
        Assert.Equal("5 0", await Api.QueryAsync<string>("select done || ' ' || failed from batches"));
    }

    [Fact]
    public async Task Cancel_WhenItsProcessDiedBeforeItWasNoted_CountsAsDone()
    {
        var runs = await RunsAsync(2);
        var id = Guid.CreateVersion7();
        await Api.ExecuteAsync($"update workflow_runs set status = 'CANCELLED', completed_at = now() "
            + $"where run_id = '{runs[1]}'");
        await Api.ExecuteAsync($"""
            insert into batches (id, owner_id, verb, total, claimed_by, claimed_until)
            values ('{id}', 'local', 'cancel', 2, 'dead', now() + interval '1 hour');
            insert into batch_items (batch_id, ordinal, run_id)
            values ('{id}', 1, '{runs[0]}'), ('{id}', 2, '{runs[1]}')
            """);
        var queue = Api.Service<BatchQueue>();
        Assert.Single(await queue.TakeAsync(id, "dead", TimeSpan.FromHours(1), 1, CancellationToken.None));
        await Api.PostAsync($"/api/v1/executions/{runs[0]}/cancel", "");

        await Api.ExecuteAsync("update batches set claimed_until = now()");
        await UntilAsync("completed_at is not null from batches");
        Assert.Equal("done skipped", await Api.QueryAsync<string>(
            "select string_agg(outcome, ' ' order by ordinal) from batch_items"));
    }

    [Fact]
    public async Task Batches_WhenTheyEndedLongAgo_AreDeletedWithTheirItems()
    {
        var batch = await CreateAsync($$"""{"verb": "cancel", "ids": {{Json(await RunsAsync(1))}}}""");
        await UntilAsync(batch, "completed");
        await Api.ExecuteAsync("update batches set completed_at = now() - interval '31 days'");
        await Api.Service<BatchService>().PurgeOnceAsync(CancellationToken.None);
        Assert.Equal(0, await Api.QueryAsync<long>(
            "select (select count(*) from batches) + (select count(*) from batch_items)"));
    }

    /// <summary>A batch of six cancellations, one at a time, whose third is under way while it is steered.</summary>
    private async Task<(System.Text.Json.JsonElement Batch, System.Text.Json.JsonElement Steered)> HeldAtThirdAsync(
        string verb)
    {
        var runs = await RunsAsync(6);
        await using var hold = await HoldAsync(runs[2]);
        var batch = await CreateAsync($$"""{"verb": "cancel", "ids": {{Json(runs)}}, "concurrency": 1}""");
        await UntilAsync("count(*) = 1 from batch_items where ordinal = 3 and begun_at is not null");
        return (batch, await SteerAsync(batch, verb));
    }
}
