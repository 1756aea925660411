using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Live;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Reports;

/// <summary>What users see of an agent that tells of its work.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class ReportPlatformTests(PostgresFixture postgres)
{
    private const string Call = """
          - ask:
              call: Talker
        """;

    private const string Begin = """
        {"progress": 0.25, "message": "page 2 of 8"}
        {"log": "opened the book"}
        {"log": {"level": "warn", "message": "page 1 is torn", "data": {"page": 1}}}
        {"output": "It was "}
        {"tool_call": {"id": "t/1", "name": "search", "input": {"q": "night"}, "status": "started"}}

        """;

    private const string End = """
        {"tool_call": {"id": "t/1", "name": "search", "status": "completed", "output": {"hits": 3}}}
        {"tool_call": {"id": "t/1", "name": "search", "status": "failed", "error": "too late"}}
        {"tool_call": {"id": "t2", "name": "fetch"}}
        {"progress": "much"}
        {"result": {"label": "story"}}

        """;

    [Fact]
    public async Task R8_Agent_WhenItTellsOfItsWork_IsHeardLiveAndReadAfterwards()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, consumers: 0, isReady: false);
        var agent = await TalkingAgent.RegisterAsync(platform, "Talker", Begin, End);
        var run = await platform.StartRunAsync(await platform.RegisterAsync(Call));
        using var live = await ProgressClient.ConnectAsync(platform.Http.BaseAddress!, run);
        platform.StartConsumer();

        var heard = new List<JsonElement>();
        while (LogsIn(heard).Count() < 3 || !heard.Any(message => ToolsIn(message).Any()))
        {
            heard.Add((await live.NextAsync())!.Value);
        }

        var report = heard.First(message => Type(message) == "report");
        var progress = report.GetProperty("progress");
        Assert.Equal("ask 0.25 page 2 of 8", string.Join(
            ' ', report.GetProperty("step_id"), progress.GetProperty("value"), progress.GetProperty("message")));
        Assert.Equal(["opened the book", "page 1 is torn", "It was "], LogsIn(heard));
        var steps = await StepsAsync(platform, run);
        Assert.Equal(0.25, steps[0].GetProperty("progress").GetProperty("value").GetDouble());
        Assert.Equal("tool_call search running /do/0/ask", Shown(steps[1]));

        agent.GoOn();
        heard.AddRange(await live.RestAsync());

        Assert.Equal(
            [
                "agent_execution  completed ", "tool_call search completed /do/0/ask",
                "tool_call fetch cancelled /do/0/ask",
            ],
            (await StepsAsync(platform, run)).Select(Shown));
        Assert.Equal("""{"hits": 3} {"q": "night"} 0 1""", await platform.ScalarAsync<string>(
            "select concat_ws(' ', output_data, input_data, iteration, attempt) from step_executions " +
            $"where run_id = '{run}' and step_path = '/do/0/ask/tool_calls/t~11'"));
        Assert.Equal(100, heard[^1].GetProperty("progress").GetProperty("percentage").GetDouble());
        Assert.Equal(1, heard[^1].GetProperty("progress").GetProperty("total_steps").GetInt32());
        using var again = await ProgressClient.ConnectAsync(platform.Http.BaseAddress!, run, since: 0);
        var told = await again.RestAsync();
        Assert.Equal(
            told.Select(Facts), heard.Where(message => Type(message) is not ("report" or "status")).Select(Facts));
        Assert.Equal(["info opened the book", "warning page 1 is torn", "output It was ",
            "warning progress is \"much\"; give a number from 0 to 1."], await LogsAsync(platform, run, ""));
        Assert.Equal(["warning page 1 is torn"], (await LogsAsync(platform, run, "?level=warning&limit=1")));
    }

    [Fact]
    public async Task Agent_WhenItFailsAmongItsTools_EndsThemWithItsAttemptAndIsAskedAgain()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await platform.RegisterAgentAsync("Talker", (call, _) => Task.FromResult<object?>(Results.Text(
            "event: tool_call\ndata: {\"id\":\"t1\",\"name\":\"search\"}\n\n" + (call.Attempt == 1
                ? "event: error\ndata: {\"status\":500,\"title\":\"Broken\"}\n\n"
                : "event: tool_call\ndata: {\"id\":\"t1\",\"name\":\"search\",\"output\":[]}\n\n"
                    + "data: {\"result\":1}\n\n"),
            "text/event-stream")));
        var run = await platform.StartRunAsync(await platform.RegisterAsync("""
              - patient:
                  try:
                    - ask:
                        call: Talker
                  catch:
                    retry:
                      delay: { milliseconds: 1 }
                      limit: { attempt: { count: 3 } }
            """));

        await platform.UntilEndedAsync();

        Assert.Equal("COMPLETED", await platform.ScalarAsync<string>(
            $"select status from workflow_runs where run_id = '{run}'"));
        Assert.Equal("1 FAILED, 2 COMPLETED", await platform.ScalarAsync<string>(
            "select string_agg(attempt || ' ' || status, ', ' order by attempt) from step_executions " +
            $"where run_id = '{run}' and step_type = 'tool_call'"));
    }

    [Fact]
    public async Task R3_Agent_WhenTheConsumerIsKilledAmongItsTools_CarriesOnWithEachToolOnce()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var agent = await TalkingAgent.RegisterAsync(platform, "Talker", Begin, End);
        var run = await platform.StartRunAsync(await platform.RegisterAsync(Call + """

              - after:
                  set: { done: true }
            """));
        await platform.UntilSqlAsync("exists (select from step_executions where step_type = 'tool_call')");

        await platform.Consumers[0].KillAsync();
        platform.StartConsumer();
        agent.GoOn();
        await platform.UntilEndedAsync();

        Assert.Equal("COMPLETED", await platform.ScalarAsync<string>(
            $"select concat(status, error_message) from workflow_runs where run_id = '{run}'"));
        Assert.Equal("fetch CANCELLED, search COMPLETED", await platform.ScalarAsync<string>(
            "select string_agg(tool_name || ' ' || status, ', ' order by tool_name) from step_executions " +
            $"where run_id = '{run}' and step_type = 'tool_call'"));
        Assert.Equal(1, platform.Agents.Calls.Count(call => call.RunId == run));
    }

    [Fact]
    public async Task R6_Run_WhenCancelledAmongTheToolsOfItsAgent_CancelsThemAndTakesNoneIn()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var agent = await TalkingAgent.RegisterAsync(platform, "Talker", Begin, End);
        var run = await platform.StartRunAsync(await platform.RegisterAsync(Call));
        await platform.UntilSqlAsync("exists (select from step_executions where step_type = 'tool_call')");

        using var cancel = await platform.Http.PostAsync($"/api/v1/executions/{run}/cancel", null);
        await agent.BrokenOff;

        Assert.Equal("search CANCELLED", await platform.ScalarAsync<string>(
            "select string_agg(tool_name || ' ' || status, ', ') from step_executions " +
            $"where run_id = '{run}' and step_type = 'tool_call'"));
    }

    [Fact]
    public async Task R9_Agent_WhenItSaysTooMuch_LosesTheOldestLinesAndIsToldSo()
    {
        const int Lines = 20_000;
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_CONSUMER_LOG_LINES_MAX", "100"));
        var text = new StringBuilder();
        for (var line = 1; line <= Lines; line++)
        {
            text.Append(null, $"{{\"progress\": 0.5, \"log\": \"line {line}\"}}\n");
        }

        await platform.RegisterAgentAsync("Talker", (_, _) => Task.FromResult<object?>(
            Results.Text($"{text}{{\"result\": 1}}\n", "application/x-ndjson")));
        var run = await platform.StartRunAsync(await platform.RegisterAsync(Call));

        await platform.UntilEndedAsync();

        using var answer = await platform.Http.GetAsync($"/api/v1/executions/{run}/logs?limit=1000");
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var kept = page.RootElement.GetProperty("logs").EnumerateArray().ToList();
        Assert.InRange(kept.Count, 100, 125);
        Assert.Equal($"line {Lines}", kept[^1].GetProperty("message").GetString());
        Assert.Equal(Lines, kept.Count + page.RootElement.GetProperty("dropped").GetInt64());
    }

    private static string? Type(JsonElement message) => message.GetProperty("type").GetString();

    private static IEnumerable<JsonElement> ToolsIn(JsonElement message) =>
        message.TryGetProperty("steps", out var steps)
            ? steps.EnumerateArray().Where(step => step.GetProperty("step_type").GetString() == "tool_call")
            : [];

    private static IEnumerable<string?> LogsIn(IEnumerable<JsonElement> messages) => messages
        .Where(message => Type(message) == "report")
        .SelectMany(message => message.GetProperty("logs").EnumerateArray())
        .Select(line => line.GetProperty("message").GetString());

    private static async Task<List<JsonElement>> StepsAsync(LocalPlatform platform, Guid run) =>
        [.. (await platform.Http.GetFromJsonAsync<JsonElement>($"/api/executions/{run}/steps")).GetProperty("steps")
            .EnumerateArray()];

    private static string Shown(JsonElement step) => string.Join(
        ' ', step.GetProperty("step_type"), step.GetProperty("tool_name"), step.GetProperty("status"),
        step.GetProperty("metadata").TryGetProperty("parent_step_path", out var parent) ? parent.GetString() : "");

    private static async Task<string[]> LogsAsync(LocalPlatform platform, Guid run, string query) =>
        [.. (await platform.Http.GetFromJsonAsync<JsonElement>($"/api/v1/executions/{run}/logs{query}"))
            .GetProperty("logs").EnumerateArray().Select(line => string.Join(
                ' ', line.GetProperty("level").GetString() ?? line.GetProperty("kind").GetString(),
                line.GetProperty("message").GetString()))];

    /// <summary>The change, its steps in order of their key.</summary>
    private static string Facts(JsonElement message) => string.Join('|', message.EnumerateObject()
        .Where(member => member.Name != "timestamp")
        .Select(member => member.Name == "steps"
            ? string.Join('\n', member.Value.EnumerateArray().Select(step => step.GetRawText()).Order())
            : member.ToString()));
}
