using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class RelatedTests(AccountApi shared) : IClassFixture<AccountApi>
{
    private ApiHost Api => shared.Host;

    [Fact]
    public async Task Related_WhenRunsBelongTogether_TellsHow()
    {
        var (parent, child, other, stranger) = (
            await StartAsync("alice"), await StartAsync("alice"), await StartAsync("alice", "order-1"),
            await StartAsync("bob", "order-1"));
        var run = await StartAsync("alice", "order-1");
        await Api.ExecuteAsync($"""
            update workflow_runs set parent_run_id = '{parent}' where run_id = '{run}';
            update workflow_runs set parent_run_id = '{run}' where run_id in ('{child}', '{stranger}');
            update workflow_runs set status = 'FAILED', started_at = now(), completed_at = now()
             where run_id = '{run}'
            """);
        var retried = await Api.As("alice").PostAsync($"/api/v1/executions/{run}/retry", "{}");
        var repeat = (await retried.JsonAsync()).GetProperty("execution_id").GetGuid();

        Assert.Equal(
            [$"parent {parent}", $"child {child}", $"repeated_by {repeat}", $"same_key {repeat}", $"same_key {other}"],
            await RelatedAsync(run, "alice"));
        Assert.Contains($"repeats {run}", await RelatedAsync(repeat, "alice"));
        Assert.Contains($"child {run}", await RelatedAsync(parent, "alice"));
    }

    [Fact]
    public async Task R9_Related_WhenThereAreMany_ListsSomeAndSaysSo()
    {
        var parent = await StartAsync("carol");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await Api.ExecuteAsync(
                $"update workflow_runs set parent_run_id = '{parent}' where run_id = '{await StartAsync("carol")}'");
        }

        var two = await Api.ClientOf("carol").GetAsync($"/api/v1/executions/{parent}/related?limit=2");
        var all = await Api.ClientOf("carol").GetAsync($"/api/v1/executions/{parent}/related?limit=3");
        Assert.Equal("2 True", Summary(await two.JsonAsync()));
        Assert.Equal("3 False", Summary(await all.JsonAsync()));
    }

    private static string Summary(System.Text.Json.JsonElement page) =>
        $"{page.GetProperty("related").GetArrayLength()} {page.GetProperty("is_more")}";

    private async Task<Guid> StartAsync(string user, string? key = null)
    {
        var host = Api.As(user);
        var workflow = await host.RegisterAsync(Documents.Local($"related-of-{user}"));
        var body = $$"""{"type": "workflow", "target_id": "{{workflow}}", "business_key": {{(
            key is null ? "null" : $"\"{key}\"")}}}""";
        return (await (await host.PostAsync("/api/v1/executions", body)).JsonAsync())
            .GetProperty("execution_id").GetGuid();
    }

    private async Task<string[]> RelatedAsync(Guid run, string user)
    {
        var answer = await Api.ClientOf(user).GetAsync($"/api/v1/executions/{run}/related");
        return [.. (await answer.JsonAsync()).GetProperty("related").EnumerateArray().Select(
            one => $"{one.Text("relation")} {one.GetProperty("execution").Text("execution_id")}")];
    }
}
