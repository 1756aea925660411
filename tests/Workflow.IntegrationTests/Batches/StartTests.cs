using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Batches;

[Collection(OwnerCollection.Name)]
public sealed class StartTests(PostgresFixture postgres) : BatchTest(postgres)
{
    [Fact]
    public async Task Batch_WhenTwoHundredAreToBeStarted_StartsEachOnceWithItsTerms()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var items = string.Join(',', Enumerable.Range(0, 200).Select(i => $$$"""
            {"target_id": "{{{workflow}}}", "inputs": {"n": {{{i}}}}, "labels": {"n": "{{{i}}}"}, "priority": 3}
            """));
        var preview = await PreviewAsync($$"""{"verb": "start", "items": [{{items}}], "dry_run": true}""");
        Assert.Equal("200 []", $"{preview.GetProperty("count")} {preview.GetProperty("sample").GetRawText()}");
        Assert.Equal(0, await CountAsync("true"));

        var batch = await CreateAsync($$"""{"verb": "start", "items": [{{items}}], "concurrency": 16}""");
        Assert.Equal("200 0 0 0", Counts(await UntilAsync(batch, "completed")));
        Assert.Equal(200, await Api.QueryAsync<long>(
            "select count(distinct labels ->> 'n') from workflow_runs where priority = 3 "
            + "and input_data ->> 'n' = labels ->> 'n'"));
        var third = (await ItemsAsync(batch))[2];
        Assert.Equal("2", await Api.QueryAsync<string>(
            $"select input_data ->> 'n' from workflow_runs where run_id = '{third.Text("started_execution_id")}'"));
    }

    [Fact]
    public async Task R10_Batch_WhenSomeCannotBeStarted_SaysWhyOfEachAndStartsTheOthers()
    {
        var mine = await Api.As("alice").RegisterAsync(Documents.Local());
        var theirs = await Api.As("bob").RegisterAsync(Documents.Local());
        var batch = await CreateAsync($$"""
            {"verb": "start", "items": [
              {"target_id": "{{mine}}"}, {"target_id": "{{theirs}}"}, {"type": "agent", "target_id": "Nobody"},
              {"target_id": "{{mine}}", "idempotency_key": "mine"},
              {"target_id": "{{mine}}", "idempotency_key": "mine"}]}
            """, Api.As("alice"));
        Assert.Equal("3 2 0 0", Counts(await UntilAsync(batch, "completed")));
        var items = await ItemsAsync(batch);
        Assert.Equal(
            ["", "/problems/workflow-not-found", "/problems/agent-not-found", "", ""],
            items.Select(item => item.GetProperty("problem").GetString() ?? ""));
        Assert.Equal(items[3].Text("started_execution_id"), items[4].Text("started_execution_id"));
        Assert.Equal(2, await CountAsync("owner_id = 'alice'"));
    }

    [Fact]
    public async Task R9_Batch_WhenTheQuotaIsUsedUp_WaitsVisiblyAndGoesOn()
    {
        await using var api = await ApiHost.StartAsync(
            await Postgres.CreateDatabaseAsync(), [.. Settings, "--WORKFLOW_API_OPEN_RUNS_PER_USER_MAX=2"]);
        var alice = api.As("alice");
        var workflow = await alice.RegisterAsync(Documents.Local());
        var item = $$"""{"target_id": "{{workflow}}"}""";
        await alice.PostAsync(Path, $$"""{"verb": "start", "concurrency": 1, "items": [{{item}},{{item}},{{item}}]}""");
        await UntilAsync(api, "waiting_for is not null and done = 2 from batches");
        await api.ExecuteAsync("update workflow_runs set status = 'COMPLETED', completed_at = now()");
        await UntilAsync(api, "waiting_for is null and done = 3 and completed_at is not null from batches");
        Assert.Equal(3, await api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Retry_WhenRunsHaveFailed_MakesANewRunOfEach()
    {
        var runs = await RunsAsync(3);
        await Api.ExecuteAsync($"""
            update workflow_runs set status = 'FAILED', completed_at = now() where run_id <> '{runs[2]}'
            """);
        var batch = await CreateAsync("""{"verb": "retry", "filter": {"workflow_name": "greet"}}""");
        Assert.Equal(("2 0 0 0", 2), (
            Counts(await UntilAsync(batch, "completed")), batch.GetProperty("total").GetInt32()));
        Assert.Equal(Json(runs[..2]), Json((await ItemsAsync(batch)).Select(
            item => item.GetProperty("execution_id").GetGuid())));
        Assert.Equal(2, await CountAsync("retried_from is not null and status = 'PENDING'"));

        var named = await CreateAsync($$"""{"verb": "retry", "ids": {{Json([runs[2], Guid.NewGuid()])}}}""");
        Assert.Equal("0 0 1 1", Counts(await UntilAsync(named, "completed")));
    }

    [Theory]
    [InlineData("""{}""", "/verb")]
    [InlineData("""{"verb": "explode", "ids": []}""", "/verb")]
    [InlineData("""{"verb": "cancel"}""", "/ids")]
    [InlineData("""{"verb": "cancel", "ids": [], "filter": {}}""", "/ids")]
    [InlineData("""{"verb": "cancel", "ids": ["no id"]}""", "/ids/0")]
    [InlineData("""{"verb": "cancel", "items": [], "ids": []}""", "/items")]
    [InlineData("""{"verb": "cancel", "filter": {"colour": "red"}}""", "/filter/colour")]
    [InlineData("""{"verb": "cancel", "filter": {"status": ["lost"]}}""", "/filter/status")]
    [InlineData("""{"verb": "cancel", "ids": [], "concurrency": 33}""", "/concurrency")]
    [InlineData("""{"verb": "start"}""", "/items")]
    [InlineData("""{"verb": "start", "ids": []}""", "/ids")]
    [InlineData("""{"verb": "start", "items": [5]}""", "/items/0")]
    [InlineData("""{"verb": "start", "items": [{"target_id": "x"}, {"inputs": {}}]}""", "/items/1/target_id")]
    [InlineData("""{"verb": "start", "items": [{"target_id": "x", "priority": 1000}]}""", "/items/0/priority")]
    [InlineData("""{"verb": "start", "items": [{"target_id": "x", "callback_url": "http://10.0.0.1"}]}""",
        "/items/0/callback_url")]
    public async Task Batch_WhenTheBodyIsWrong_NamesTheMember(string body, string pointer)
    {
        var problem = await (await Api.PostAsync(Path, body)).ProblemAsync(422, "invalid-body");
        Assert.Contains(pointer, problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from batches"));
    }

    [Fact]
    public async Task R9_Batch_WhenItIsTooLargeOrThereAreTooMany_IsRefusedWithTheLimit()
    {
        await using var api = await ApiHost.StartAsync(
            await Postgres.CreateDatabaseAsync(), "--WORKFLOW_BATCH_ITEMS_MAX=2",
            "--WORKFLOW_BATCH_OPEN_PER_OWNER_MAX=1", "--WORKFLOW_BATCH_LOOK_MS=600000",
            "--WORKFLOW_BATCH_STATUS_IDS_MAX=2");
        var workflow = await api.RegisterAsync(Documents.Local());
        for (var i = 0; i < 3; i++)
        {
            await api.StartAsync(workflow);
        }

        var ids = Json(Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()));
        await (await api.PostAsync(Path, $$"""{"verb": "cancel", "ids": {{ids}}}"""))
            .ProblemAsync(422, "batch-too-large");
        await (await api.PostAsync(Path, """{"verb": "cancel", "filter": {}}""")).ProblemAsync(422, "batch-too-large");
        await (await api.PostAsync("/api/v1/executions/batch-status", $$"""{"ids": {{ids}}}"""))
            .ProblemAsync(422, "batch-too-large");
        var preview = await (await api.PostAsync(Path, """{"verb": "cancel", "filter": {}, "dry_run": true}"""))
            .JsonAsync();
        Assert.Equal("2 True", $"{preview.GetProperty("count")} {preview.GetProperty("is_more")}");

        await api.ExecuteAsync($"""
            insert into batches (id, owner_id, verb, paused_at) values (gen_random_uuid(), 'local', 'cancel', now())
            """);
        await (await api.PostAsync(Path, """{"verb": "cancel", "ids": []}""")).ProblemAsync(429, "too-many-batches");
    }

    [Fact]
    public async Task R10_BatchStatus_WhenAskedOfMany_TellsOfThoseThatAreTheCallers()
    {
        var alice = Api.As("alice");
        var (hers, his) = (await RunsAsync(2, alice), await RunsAsync(1, Api.As("bob")));
        await Api.ExecuteAsync($"""
            update workflow_runs set status = 'FAILED', error_message = 'it broke', completed_at = now()
             where run_id = '{hers[1]}'
            """);
        var answer = await alice.PostAsync(
            "/api/v1/executions/batch-status", $$"""{"ids": {{Json([hers[1], his[0], hers[0], hers[1]])}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal(
            [$"{hers[1]} failed it broke", $"{hers[0]} pending "],
            body.GetProperty("executions").EnumerateArray().Select(
                one => $"{one.Text("execution_id")} {one.Text("status")} {one.GetProperty("error_message")}"));
        Assert.Equal(Json(his), body.GetProperty("not_found").GetRawText());
    }

    private static async Task UntilAsync(ApiHost api, string condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await api.QueryAsync<bool>($"select {condition}"))
        {
            Assert.False(patience.IsCancellationRequested, $"Not within the time: {condition}");
            await Task.Yield();
        }
    }
}
