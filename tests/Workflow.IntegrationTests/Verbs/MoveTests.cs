using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>Runs that wait go on under another version of their workflow.</summary>
[Collection(PostgresCollection.Name)]
public sealed class MoveTests(PostgresFixture postgres)
{
    private const string Asks = """
          - first: { call: Echo }
          - hold: { call: Held }
        """;

    [Fact]
    public async Task R3_Move_WhenRunsWait_CarriesThemOnUnderTheNewVersionAndRepeatsNoCall()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var held = await HeldAgent.RegisterAsync(platform, "Held");
        var guard = new CallGuard(platform);
        await platform.RegisterAgentAsync("Echo", guard.AnswerAsync);
        var workflow = await RegisterAsync(platform, "1.0.0", $"{Asks}\n  - last: {{ set: {{ version: 1 }} }}");
        var runs = await platform.StartRunsAsync(workflow, 3);
        await platform.UntilAsync("all are held", () => Task.FromResult(held.Calls == 3));
        await RegisterAsync(
            platform, "2.0.0", $"{Asks}\n  - more: {{ call: Echo }}\n  - last: {{ set: {{ version: 2 }} }}");
        await RegisterAsync(platform, "3.0.0", "  - other: { call: Echo }\n  - hold: { call: Held }");

        // One waits in memory, one in the database only, one stays as it is.
        await PostAsync(platform, runs[1], "pause", new { });
        var refused = await PostAsync(platform, runs[0], "move", new { }, HttpStatusCode.Conflict);
        Assert.Equal("/problems/step-does-not-fit", refused.Text("type"));
        Assert.Equal("/do/0/first", refused.Text("step_path"));
        await DryRunAsync(platform, runs[0]);
        foreach (var run in runs[..2])
        {
            var moved = await PostAsync(platform, run, "move", new { version = "2.0.0", reason = "it asks twice" });
            Assert.Equal(("1.0.0", "2.0.0"), (moved.Text("from_version"), moved.Text("version")));
        }

        await PostAsync(platform, runs[1], "resume", new { });
        await ToolAsync(platform);
        held.Release();
        await platform.UntilEndedAsync();

        Assert.Equal((3, 3), (held.Calls, held.Tasks));
        Assert.Equal((5, 0, 0), (guard.Seen, guard.Twice, guard.Repeated));
        Assert.Equal("2.0.0=2 2.0.0=2 1.0.0=1", await platform.ScalarAsync<string>($"""
            select string_agg(workflow_version || '=' || (output_data->>'version'), ' '
                              order by array_position(array['{runs[0]}', '{runs[1]}', '{runs[2]}']::uuid[], run_id))
              from workflow_runs where status = 'COMPLETED' and workflow_name = 'moves'
            """));
        Assert.Equal(2, await platform.ScalarAsync<long>(
            "select count(*) from audit_log where verb = 'move' and detail->>'reason' = 'it asks twice'"));
    }

    /// <summary>A dry run says what a move would say, and changes nothing.</summary>
    private static async Task DryRunAsync(LocalPlatform platform, Guid run)
    {
        var unfit = await PostAsync(platform, run, "move", new { dry_run = true }, HttpStatusCode.Conflict);
        Assert.Equal("/problems/step-does-not-fit", unfit.Text("type"));
        var fits = await PostAsync(platform, run, "move", new { version = "2.0.0", dry_run = true });
        Assert.True(fits.GetProperty("dry_run").GetBoolean());
        Assert.Equal(("1.0.0", "2.0.0"), (fits.Text("from_version"), fits.Text("version")));
        Assert.Equal("1.0.0", await platform.ScalarAsync<string>(
            $"select workflow_version from workflow_runs where run_id = '{run}'"));
    }

    /// <summary>A run whose consumer is calling a tool is not moved: the call would be made again.</summary>
    private static async Task ToolAsync(LocalPlatform platform)
    {
        await using var tool = await ToolServer.StartAsync();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        tool.On("/hold", _ => answer.Task);
        var tasks = $"  - ask: {{ call: http, with: {{ method: get, endpoint: '{tool.Url}/hold' }} }}";
        var workflow = await RegisterAsync(platform, "1.0.0", tasks, "tools");
        var run = await platform.StartRunAsync(workflow);
        await platform.UntilAsync("the tool is called", () => Task.FromResult(tool.AtOnce == 1));
        await RegisterAsync(platform, "1.1.0", $"{tasks}\n  - more: {{ set: {{ a: 1 }} }}", "tools");
        var refused = await PostAsync(platform, run, "move", new { }, HttpStatusCode.Conflict);
        Assert.Equal(("/problems/execution-busy", "ask"), (refused.Text("type"), refused.Text("step")));
        answer.SetResult();
        await platform.UntilSqlAsync(
            $"exists (select from workflow_runs where run_id = '{run}' and status = 'COMPLETED')");
        Assert.Single(tool.Requests);
    }

    private static async Task<Guid> RegisterAsync(
        LocalPlatform platform, string version, string tasks, string name = "moves")
    {
        using var content = new StringContent($"""
            document: {"{"} dsl: '1.0.0', namespace: tests, name: {name}, version: '{version}' {"}"}
            do:
            {tasks}
            """, Encoding.UTF8, "application/yaml");
        using var answer = await platform.Http.PostAsync("/api/v1/workflows", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.JsonAsync()).GetProperty("id").GetGuid();
    }

    private static async Task<JsonElement> PostAsync(
        LocalPlatform platform, Guid run, string verb, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await platform.Http.PostAsJsonAsync($"/api/v1/executions/{run}/{verb}", body);
        Assert.True(answer.StatusCode == expected, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }
}
