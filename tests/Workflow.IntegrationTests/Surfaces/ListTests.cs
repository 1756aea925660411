using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Lists;
using Xunit;

namespace Workflow.IntegrationTests.Surfaces;

/// <summary>The two lists of executions, as callers ask for them.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ListTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string V1 = "/api/v1/executions";
    private const string Plain = "/api/workflows/executions";

    [Fact]
    public async Task ListV1_WhenNothingIsAsked_ShowsTheNewestTwentyWithTotals()
    {
        await ListRows.FillAsync(Api.Database, 900);
        var body = await GetAsync(V1);

        Assert.Equal(
            ["executions", "total", "total_is_estimate", "page", "page_size", "total_pages", "next_cursor"],
            body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            "900 False 1 20 45",
            $"{body.GetProperty("total")} {body.GetProperty("total_is_estimate").GetBoolean()} "
            + $"{body.GetProperty("page")} {body.GetProperty("page_size")} {body.GetProperty("total_pages")}");
        Assert.Equal(await IdsAsync("order by created_at desc, run_id desc limit 20"), IdsOf(body));
        Assert.Equal(
            ["execution_id", "type", "target_id", "target_name", "status", "created_at", "started_at", "completed_at",
                "duration_ms", "error_message", "workflow_version", "labels", "business_key", "priority", "owner_id"],
            body.GetProperty("executions")[0].EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("status=completed&page_size=20", "where status = 'COMPLETED' order by created_at desc, run_id desc")]
    [InlineData(
        "status=failed,cancelled",
        "where status in ('FAILED', 'CANCELLED') order by created_at desc, run_id desc")]
    [InlineData(
        "type=agent&sort=started_at",
        "where type = 'agent' order by coalesce(started_at, created_at) desc, run_id desc")]
    [InlineData("target_id=Agent3&type=agent", "where workflow_name = 'Agent3' order by created_at desc, run_id desc")]
    [InlineData("target_id=workflow-7&order=asc", "where workflow_name = 'workflow-7' order by created_at, run_id")]
    [InlineData("workflow_name=workflow-8", "where workflow_name = 'workflow-8' order by created_at desc, run_id desc")]
    [InlineData(
        "owner=user-2&sort_by=created_at&sort_order=asc",
        "where owner_id = 'user-2' order by created_at, run_id")]
    [InlineData("business_key=order-8", "where business_key = 'order-8' order by created_at desc, run_id desc")]
    [InlineData("labels=env%3Dprod", "where labels ->> 'env' = 'prod' order by created_at desc, run_id desc")]
    [InlineData(
        "error_contains=ANSWER%201",
        "where error_message like '%answer 1%' order by created_at desc, run_id desc")]
    [InlineData(
        "output_contains=%3A%204&created_from=2001-01-01",
        "where output_data::text like '%: 4%' order by created_at desc, run_id desc")]
    [InlineData(
        "duration_min_ms=290000&duration_max_ms=300000&status=completed",
        "where status = 'COMPLETED' and completed_at - started_at between '290 s' and '300 s' "
        + "order by created_at desc, run_id desc")]
    [InlineData(
        "sort=completed_at&status=completed",
        "where status = 'COMPLETED' order by completed_at desc, run_id desc")]
    public async Task ListV1_WhenNarrowedOrSorted_ShowsThose(string query, string sql)
    {
        await ListRows.FillAsync(Api.Database, 900);
        Assert.Equal(await IdsAsync(sql + " limit 20"), IdsOf(await GetAsync($"{V1}?{query}")));
    }

    [Theory]
    [InlineData("limit=20", "order by coalesce(started_at, created_at) desc, run_id desc limit 20")]
    [InlineData(
        "status_filter=running&limit=20",
        "where status = 'RUNNING' order by coalesce(started_at, created_at) desc, run_id desc limit 20")]
    [InlineData(
        "workflow_id=00000000-0000-7000-8000-000000000007",
        "where workflow_id = '00000000-0000-7000-8000-000000000007' "
        + "order by coalesce(started_at, created_at) desc, run_id desc")]
    [InlineData(
        "workflow_id=workflow-7&offset=2&limit=3",
        "where workflow_name = 'workflow-7' order by coalesce(started_at, created_at) desc, run_id desc "
        + "offset 2 limit 3")]
    public async Task List_WhenNarrowed_ShowsTheMostRecentlyStartedFirst(string query, string sql)
    {
        await ListRows.FillAsync(Api.Database, 900);
        await Api.ExecuteAsync("""
            insert into workflow_definitions (id, owner_id, namespace, name, latest_version)
            values ('00000000-0000-7000-8000-000000000007', 'local', 'tests', 'workflow-7', '1.0.0')
            """);
        var body = await GetAsync($"{Plain}?{query}");

        Assert.Equal(await IdsAsync(sql), body.EnumerateArray().Select(run => run.GetProperty("id").GetGuid()));
        Assert.Equal(
            ["id", "workflow_id", "status", "input_data", "output_data", "error_message", "started_at", "completed_at"],
            body[0].EnumerateObject().Select(member => member.Name));
        Assert.All(
            body.EnumerateArray(),
            run => Assert.Equal(JsonValueKind.String, run.GetProperty("started_at").ValueKind));
        Assert.Equal("Hello World", body[0].GetProperty("input_data").Text("message"));
    }

    [Theory]
    [InlineData("page_size=20", 1_000, true)]
    [InlineData("page_size=20&count_max=100000", 1_200, false)]
    [InlineData("page_size=20&count_max=1200", 1_200, false)]
    [InlineData("page_size=20&count_max=1199", 1_199, true)]
    [InlineData("page_size=20&count_max=0", 21, true)]
    [InlineData("page_size=20&count_max=0&business_key=nobody's", 0, false)]
    public async Task Lists_WhenTheyCountFurtherOrNotAtAll_TellThatTotal(string query, int total, bool isEstimate)
    {
        await ListRows.FillAsync(Api.Database, 1_200);

        var body = await GetAsync($"{V1}?{query}");
        var plain = await Api.Http.GetAsync($"{Plain}?{query.Replace("page_size", "limit", StringComparison.Ordinal)}");

        Assert.Equal(
            (total, isEstimate),
            (body.GetProperty("total").GetInt32(), body.GetProperty("total_is_estimate").GetBoolean()));
        Assert.Equal($"{total}", plain.Headers.GetValues("X-Total-Count").Single());
    }

    [Fact]
    public async Task Lists_WhenFollowedByCursor_ShowEveryExecutionOnce()
    {
        await ListRows.FillAsync(Api.Database, 300);
        var expected = (await IdsAsync("order by run_id")).ToHashSet();
        foreach (var query in new[]
        {
            "sort=created_at", "sort=started_at&order=asc", "sort=completed_at", "sort=completed_at&order=asc",
        })
        {
            var seen = new List<Guid>();
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await GetAsync($"{V1}?{query}&page_size=70{cursor}");
                seen.AddRange(IdsOf(page));
                cursor = page.GetProperty("next_cursor").GetString() is { } next ? "&cursor=" + next : null;
            }

            Assert.Equal(expected.Count, seen.Count);
            Assert.True(expected.SetEquals(seen));
        }

        var listed = new List<Guid>();
        for (string? path = Plain + "?limit=70"; path is not null;)
        {
            var answer = await Api.Http.GetAsync(path);
            Assert.Equal("300", answer.Headers.GetValues("X-Total-Count").Single());
            Assert.Equal("false", answer.Headers.GetValues("X-Total-Is-Estimate").Single());
            listed.AddRange((await answer.JsonAsync()).EnumerateArray().Select(run => run.GetProperty("id").GetGuid()));
            path = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(expected.Count, listed.Count);
        Assert.True(expected.SetEquals(listed));
    }

    [Theory]
    [InlineData(V1, "page_size=0", "page_size")]
    [InlineData(V1, "page_size=101", "page_size")]
    [InlineData(V1, "page=0", "page")]
    [InlineData(V1, "page=101&page_size=100", "page")]
    [InlineData(V1, "page=2147483647&page_size=100", "page")]
    [InlineData(V1, "status=done", "status")]
    [InlineData(V1, "type=job", "type")]
    [InlineData(V1, "sort=name", "sort")]
    [InlineData(V1, "cursor=abc", "cursor")]
    [InlineData(V1, "output_contains=x", "output_contains")]
    [InlineData(V1, "created_from=yesterday", "created_from")]
    [InlineData(V1, "colour=red", "colour")]
    [InlineData(Plain, "limit=0", "limit")]
    [InlineData(Plain, "limit=101", "limit")]
    [InlineData(Plain, "offset=-1", "offset")]
    [InlineData(Plain, "offset=10000", "offset")]
    [InlineData(Plain, "status_filter=done", "status_filter")]
    [InlineData(Plain, "output_contains=x&created_to=2026-01-01", "output_contains")]
    public async Task R9_Lists_WhenAParameterIsWrong_NameIt(string path, string query, string parameter)
    {
        var problem = await (await Api.Http.GetAsync($"{path}?{query}")).ProblemAsync(422, "invalid-parameter");
        Assert.Equal(parameter, problem.Text("parameter"));
    }

    [Fact]
    public async Task ListV1_WhenTheCursorIsOfAnotherOrder_RefusesIt()
    {
        await ListRows.FillAsync(Api.Database, 100);
        var cursor = (await GetAsync(V1)).Text("next_cursor");
        foreach (var query in new[] { "order=asc", "sort=started_at", "page=2" })
        {
            var answer = await Api.Http.GetAsync($"{V1}?{query}&cursor={cursor}");
            Assert.Equal("cursor", (await answer.ProblemAsync(422, "invalid-parameter")).Text("parameter"));
        }
    }

    [Fact]
    public async Task R10_Lists_WhenAskedByAUser_ShowOnlyTheirOwn()
    {
        await ListRows.FillAsync(Api.Database, 300);
        var user = Api.As("user-2");
        var all = await (await user.Http.GetAsync(V1 + "?page_size=100")).JsonAsync();
        Assert.Equal(60, all.GetProperty("total").GetInt32());
        Assert.All(all.GetProperty("executions").EnumerateArray(), run => Assert.Equal("user-2", run.Text("owner_id")));
        Assert.Equal(60, (await (await user.Http.GetAsync(Plain + "?limit=100")).JsonAsync()).GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await user.Http.GetAsync(V1 + "?owner=user-2")).StatusCode);
        foreach (var path in new[] { V1, Plain })
        {
            await (await user.Http.GetAsync(path + "?owner=user-3")).ProblemAsync(403, "admin-only");
        }
    }

    [Fact]
    public async Task R9_List_WhenAPayloadIsLarge_LeavesItOutByName()
    {
        await ListRows.FillAsync(Api.Database, 100);
        await Api.ExecuteAsync("""
            update workflow_runs set input_data = json_build_object('text', repeat('x', 400000))
             where run_id = (select run_id from workflow_runs order by created_at limit 1)
            """);
        var hundred = await GetAsync(Plain + "?limit=100");
        var large = Assert.Single(hundred.EnumerateArray(), run => run.TryGetProperty("left_out", out _));
        Assert.Equal("""["input_data"]""", large.GetProperty("left_out").GetRawText());
        Assert.Equal(JsonValueKind.Null, large.GetProperty("input_data").ValueKind);
        var ten = await GetAsync(Plain + "?limit=10&offset=90");
        Assert.All(ten.EnumerateArray(), run => Assert.False(run.TryGetProperty("left_out", out _)));
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var answer = await Api.Http.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static IEnumerable<Guid> IdsOf(JsonElement page) =>
        page.GetProperty("executions").EnumerateArray().Select(run => run.GetProperty("execution_id").GetGuid());

    private async Task<Guid[]> IdsAsync(string rest) =>
        (await Api.QueryAsync<Guid[]>($"select array(select run_id from workflow_runs {rest})"))!;
}
