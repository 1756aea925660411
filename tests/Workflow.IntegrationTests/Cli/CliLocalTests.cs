using System.Text.Json;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Cli;

/// <summary><c>workflow run --local</c>: a definition is executed by the command line's own process, with nothing else
/// there but agents.</summary>
public sealed class CliLocalTests
{
    private const string Travels = """
          - book:
              for: { each: city, in: '${ .cities }', parallel: 2 }
              do:
                - ask: { call: Booker, with: { city: '${ $city }' } }
          - check:
              try:
                - fly: { call: Pilot }
              catch:
                as: error
                do:
                  - stay: { set: { why: '${ $error.status }' } }
          - tell:
              run:
                workflow: { namespace: tests, name: tells, version: latest, input: '${ { why: .why } }' }
        """;

    private const string Tells = """
          - tell: { set: { text: '${ "Stayed for \(.why)" }' } }
        """;

    private readonly Cli _cli = new(("WORKFLOW_URL", "http://127.0.0.1:1"));

    [Fact]
    public async Task Local_WhenADefinitionHasLoopsAgentsErrorsAndChildren_ExecutesThemAll()
    {
        await using var agents = await TestAgents.StartAsync();
        agents.On("Booker", (call, _) => Task.FromResult<object?>(new { booked = call.Input.GetProperty("city") }));
        agents.On("Pilot", (_, _) => throw new InvalidOperationException("No flight."));
        using var files = new TempFolder();
        string[] words =
        [
            "run", files.Definition("travels", Travels), "--local", "-i", """{"cities": ["Rom", "Köln", "Oslo"]}""",
            "--include", files.Definition("tells", Tells), "--agent", $"Booker={agents.Url}/agents/Booker", "--agent",
            $"Pilot={agents.Url}/agents/Pilot",
        ];

        var run = await _cli.JsonAsync(words);
        Assert.Equal("completed", run.GetProperty("status").GetString());
        Assert.Equal("Stayed for 500", run.GetProperty("outputs").GetProperty("text").GetString());
        var steps = run.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(3, steps.Count(step => step.GetProperty("step_id").GetString() == "ask"));
        Assert.Contains(steps, step => step.GetProperty("status").GetString() == "failed"
            && step.GetProperty("agent_name").GetString() == "Pilot");

        var told = (await _cli.RunAsync(words)).With(0).Output;
        Assert.Contains("ask (Booker)  3 done", told, StringComparison.Ordinal);
        Assert.Contains("The run completed in ", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_WhenTheRunDoesNotComplete_SaysSoByItsExitCode()
    {
        using var files = new TempFolder();
        var fails = files.Definition(
            "fails", "  - no: { raise: { error: { type: 'https://x.test/no', status: 400, title: Never } } }");
        Assert.Contains("The run failed", (await _cli.RunAsync("run", fails, "--local")).With(1).Output);
        var waits = files.Definition("waits", "  - wait: { wait: { hours: 1 } }");
        var late = (await _cli.RunAsync("run", waits, "--local", "--timeout", "0.3")).With(124);
        Assert.Contains("was broken off", late.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_WhenASchemaIsElsewhere_FetchesItAndChecksByIt()
    {
        await using var server = await ToolServer.StartAsync();
        server.OnText("/there.json", """{"required": ["n"]}""");
        server.OnText("/gone.json", "", status: 404);
        using var files = new TempFolder();
        string Checked(string path) => files.Definition(
            "checks", "  - a: { set: { done: true }, input: { schema: { resource: { endpoint: '"
            + server.Url + path + "' } } } }");

        var there = Checked("/there.json");
        Assert.Contains("done", (await _cli.RunAsync("run", there, "--local", "-i", """{"n": 1}""")).With(0).Output);
        Assert.Contains(
            "does not fit its schema", (await _cli.RunAsync("run", there, "--local", "-i", "{}")).With(1).Output,
            StringComparison.Ordinal);
        Assert.Contains(
            $"The schema is at {server.Url}/gone.json. It cannot be fetched: it answered 404.",
            (await _cli.RunAsync("run", Checked("/gone.json"), "--local")).With(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_WhenFunctionsStandInCatalogs_FetchesAndCallsThem()
    {
        await using var server = await ToolServer.StartAsync();
        server.OnText("/functions/add/1.0.0/function.yaml", "set: { n: '${ .n + 1 }' }", "application/yaml");
        using var files = new TempFolder();
        var calls = files.Definition(
            "calls", $"  - a: {{ call: '{server.Url}/functions/add/1.0.0', with: {{ n: 1 }} }}\n"
            + "  - b: { call: 'add:1.0.0@default' }");

        var run = await _cli.JsonAsync("run", calls, "--local", "--catalog", server.Url);
        Assert.Equal(3, run.GetProperty("outputs").GetProperty("n").GetInt32());
        Assert.Contains(
            "There is no default catalog here", (await _cli.RunAsync("run", calls, "--local")).With(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains(
            "--catalog nowhere: It is neither an http or https address nor a folder that is there.",
            (await _cli.RunAsync("run", calls, "--local", "--catalog", "nowhere")).With(2).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_WhenSomethingIsMissing_NamesTheRemedyAndExecutesNothing()
    {
        using var files = new TempFolder();
        var bad = files.Definition("bad", "  - a: { sett: 1 }");
        Assert.Contains(
            "bad.yaml:7:10 /do/0/a/sett: unknown property", (await _cli.RunAsync("run", bad, "--local")).With(2).Errors,
            StringComparison.Ordinal);
        var asks = files.Definition("asks", "  - a: { call: Nobody }");
        Assert.Contains(
            "Give --agent Nobody=URL.", (await _cli.RunAsync("run", asks, "--local")).With(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains(
            "'asks' is none", (await _cli.RunAsync("run", "asks", "--local")).With(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains(
            "are for --local", (await _cli.RunAsync("run", asks, "--agent", "Nobody=http://x")).With(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains(
            "--agent Nobody: 'x' is no address",
            (await _cli.RunAsync("run", asks, "--local", "--agent", "Nobody=x")).With(2).Errors,
            StringComparison.Ordinal);
    }
}
