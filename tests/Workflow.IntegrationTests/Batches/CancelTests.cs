using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Batches;

[Collection(OwnerCollection.Name)]
public sealed class CancelTests(PostgresFixture postgres) : BatchTest(postgres)
{
    [Fact]
    public async Task Batch_WhenTwoHundredRunsAreNamed_CancelsEachOnce()
    {
        var runs = await RunsAsync(200);
        var batch = await CreateAsync(
            $$"""{"verb": "cancel", "ids": {{Json(runs)}}, "concurrency": 8, "reason": "enough"}""");

        var ended = await UntilAsync(batch, "completed");
        Assert.Equal(("200 0 0 0", 200), (Counts(ended), ended.GetProperty("total").GetInt32()));
        Assert.Equal(200, await CountAsync($"status = 'CANCELLED' and revision = 1 and cancelled_by = 'local' "
            + $"and error_message = 'enough (batch {batch.Text("id")})'"));
        var items = await ItemsAsync(batch);
        Assert.Equal(runs, items.Select(item => item.GetProperty("execution_id").GetGuid()));
        Assert.Equal(Enumerable.Range(1, 200), items.Select(item => item.GetProperty("number").GetInt32()));
        Assert.All(items, item => Assert.Equal("done", item.Text("status")));
        Assert.Equal(200, await Api.QueryAsync<long>("select count(*) from audit_log where verb = 'cancel'"));
    }

    [Fact]
    public async Task R10_Batch_WhenSomeAreSomebodyElsesOrEndedOrNamedTwice_SaysSoOfEach()
    {
        var (alice, bob) = (Api.As("alice"), Api.As("bob"));
        var (hers, his) = (await RunsAsync(3, alice), await RunsAsync(1, bob));
        await Api.ExecuteAsync(
            $"update workflow_runs set status = 'COMPLETED' where run_id = '{hers[1]}'");
        Guid[] asked = [hers[0], hers[0], hers[1], his[0], Guid.NewGuid(), hers[2]];
        var body = $$"""{"verb": "cancel", "ids": {{Json(asked)}}""";

        var preview = await PreviewAsync(body + ", \"dry_run\": true}", alice);
        Assert.Equal("5 2", $"{preview.GetProperty("count")} {preview.GetProperty("not_found")}");
        Assert.Equal(Json(hers), preview.GetProperty("sample").GetRawText());
        Assert.Equal(0, await CountAsync("status = 'CANCELLED'"));

        var batch = await CreateAsync(body + "}", alice);
        Assert.Equal("2 0 1 2", Counts(await UntilAsync(batch, "completed")));
        Assert.Equal(
            ["done", "skipped", "not_found", "not_found", "done"],
            (await ItemsAsync(batch)).Select(item => item.Text("status")));
        Assert.Equal(2, (await ItemsAsync(batch, "status=not_found")).Count);
        Assert.Empty(await ItemsAsync(batch, "status=pending"));
        Assert.Equal("PENDING", await Api.QueryAsync<string>(
            $"select status from workflow_runs where run_id = '{his[0]}'"));

        var id = batch.Text("id");
        foreach (var path in new[] { "", "/items" })
        {
            await (await bob.Http.GetAsync($"{Path}/{id}{path}")).ProblemAsync(404, "batch-not-found");
        }

        foreach (var verb in new[] { "pause", "resume", "abort" })
        {
            await (await bob.PostAsync($"{Path}/{id}/{verb}", "")).ProblemAsync(404, "batch-not-found");
        }

        Assert.Empty((await (await bob.Http.GetAsync(Path)).JsonAsync()).GetProperty("batches").EnumerateArray());
        Assert.Single((await (await Api.Http.GetAsync(Path)).JsonAsync()).GetProperty("batches").EnumerateArray());
    }

    [Fact]
    public async Task Filter_WhenItIsADryRun_CountsAndChangesNothing()
    {
        var runs = await RunsAsync(15);
        await Api.ExecuteAsync($$"""
            update workflow_runs set labels = '{"team": "blue"}' where run_id <> '{{runs[3]}}';
            update workflow_runs set status = 'FAILED' where run_id = '{{runs[4]}}'
            """);
        const string body = """{"verb": "cancel", "filter": {"labels": {"team": "blue"}}""";

        var preview = await PreviewAsync(body + ", \"dry_run\": true}");
        Assert.Equal("13 False", $"{preview.GetProperty("count")} {preview.GetProperty("is_more")}");
        Assert.Equal(
            runs.Where((_, i) => i is not (3 or 4)).Take(10),
            preview.GetProperty("sample").EnumerateArray().Select(id => id.GetGuid()));
        Assert.Equal(0, await CountAsync("status = 'CANCELLED'"));
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from batches"));

        var batch = await CreateAsync(body + "}");
        Assert.Equal("13 0 0 0", Counts(await UntilAsync(batch, "completed")));
        Assert.Equal("FAILED PENDING", await Api.QueryAsync<string>(
            "select string_agg(status, ' ' order by status) from workflow_runs where status <> 'CANCELLED'"));
    }

    [Fact]
    public async Task Filter_WhenFurtherRunsMatchLater_LeavesThemAlone()
    {
        var runs = await RunsAsync(3);
        await using (await HoldAsync(runs[0]))
        {
            var batch = await CreateAsync(
                """{"verb": "cancel", "filter": {"workflow_name": "greet"}, "concurrency": 1}""");
            await RunsAsync(2);
            Assert.Equal(3, batch.GetProperty("total").GetInt32());
        }

        await UntilAsync("count(*) = 1 from batches where completed_at is not null");
        Assert.Equal(2, await CountAsync("status = 'PENDING'"));
    }

    [Fact]
    public async Task R10_Filter_WhenSomebodyElsesRunsMatch_LeavesThemAlone()
    {
        await RunsAsync(2, Api.As("alice"));
        await RunsAsync(2, Api.As("bob"));
        var batch = await CreateAsync("""{"verb": "cancel", "filter": {}}""", Api.As("alice"));
        Assert.Equal("2 0 0 0", Counts(await UntilAsync(batch, "completed")));
        Assert.Equal(2, await CountAsync("status = 'PENDING' and owner_id = 'bob'"));
        await (await Api.As("alice").PostAsync(Path, """{"verb": "cancel", "filter": {"owner": "bob"}}"""))
            .ProblemAsync(403, "admin-only");

        var all = await CreateAsync("""{"verb": "cancel", "filter": {"owner": "bob"}}""", Api.As("admin"));
        Assert.Equal("2 0 0 0", Counts(await UntilAsync(all, "completed")));
    }
}
