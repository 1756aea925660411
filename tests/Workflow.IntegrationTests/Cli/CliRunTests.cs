using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Cli;

/// <summary>What people do with runs by the command line, on a whole platform.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CliRunTests(PostgresFixture postgres)
{
    private const string Greets = """
          - greet: { set: { greeting: '${ "Hello " + .name }' } }
        """;

    private const string Asks = """
          - ask: { call: Oracle, with: { question: '${ .question }' } }
        """;

    [Fact]
    public async Task Runs_WhenAPlatformRuns_AreStartedFoundExplainedComparedCancelledAndRetried()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        using var files = new TempFolder();
        var cli = Cli.Of(platform);

        await StartsFilesAndNamesAsync(cli, files);
        await FindsAndShowsAsync(cli);
        await TellsFailuresByExitCodeAsync(cli, files);
        await CancelsAndRetriesAsync(cli, files, platform);
        await StopsWatchingInTimeAsync(cli, files, platform);
    }

    private static async Task StartsFilesAndNamesAsync(Cli cli, TempFolder files)
    {
        var file = files.Definition("greets", Greets);
        var told = (await cli.RunAsync("run", file, "-i", """{"name": "Jörg"}""", "--label", "team=blue")).With(0);
        Assert.Contains("The run completed in ", told.Output, StringComparison.Ordinal);
        Assert.Contains("\"greeting\": \"Hello Jörg\"", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', told.Output);

        var input = files.Write("input.json", """{"name": "Ada"}""");
        var run = await cli.JsonAsync("run", "greets", "-i", "@" + input, "--idempotency-key", "ada");
        Assert.Equal("Hello Ada", run.GetProperty("outputs").GetProperty("greeting").GetString());
        var again = await cli.JsonAsync("run", "tests/greets", "-i", "@" + input, "--idempotency-key", "ada");
        Assert.Equal(Id(run), Id(again));

        var piped = await cli.RunWithInputAsync("""{"name": "Eve"}""", "run", "greets", "-i", "@-", "-d", "-o", "json");
        (await cli.RunAsync("runs", "watch", Id(piped.With(0).Json))).With(0);
    }

    private static async Task FindsAndShowsAsync(Cli cli)
    {
        var blue = await cli.JsonAsync("runs", "list", "--label", "team=blue", "--since", "1h", "-s", "completed");
        var run = Id(Assert.Single(blue.GetProperty("executions").EnumerateArray()));
        var table = (await cli.RunAsync("runs", "list", "--limit", "1")).With(0);
        Assert.StartsWith("ID  ", table.Output, StringComparison.Ordinal);
        Assert.Equal(2, table.Output.Count(c => c == '\n'));
        Assert.Contains("--after ", table.Errors, StringComparison.Ordinal);
        var all = await cli.JsonAsync("runs", "list", "--limit", "1", "--all");
        Assert.Equal(3, all.GetProperty("executions").GetArrayLength());

        var yaml = (await cli.RunAsync("runs", "show", run, "-o", "yaml")).With(0).Output;
        Assert.Contains("\noutputs:\n  greeting: Hello Jörg\n", yaml, StringComparison.Ordinal);
        Assert.Contains("greet", (await cli.RunAsync("runs", "steps", run)).With(0).Output, StringComparison.Ordinal);
        var log = Assert.Single((await cli.JsonAsync("runs", "logs", run)).EnumerateArray());
        Assert.Equal("greet", log.GetProperty("step_name").GetString());
        Assert.StartsWith(
            "Completed", (await cli.RunAsync("runs", "explain", run)).With(0).Output, StringComparison.Ordinal);

        var other = Id(all.GetProperty("executions")[0]);
        var differs = (await cli.RunAsync("runs", "compare", run, other)).With(0).Output;
        Assert.Contains("input /name: \"Jörg\" -> \"Eve\"", differs, StringComparison.Ordinal);
    }

    private static async Task TellsFailuresByExitCodeAsync(Cli cli, TempFolder files)
    {
        var bad = files.Definition("bad", "  - greet: { sett: { a: 1 } }");
        Assert.Contains(
            "bad.yaml:7:14 /do/0/greet/sett: unknown property `sett`", (await cli.RunAsync("run", bad)).With(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains("no JSON", (await cli.RunAsync("run", "greets", "-i", "{")).With(2).Errors);
        Assert.Contains("'gone.yaml'", (await cli.RunAsync("run", "gone.yaml")).With(2).Errors);
        Assert.Contains(
            "--status 'broken': give pending, running, completed, failed or cancelled.",
            (await cli.RunAsync("runs", "list", "--status", "broken")).With(2).Errors);
        Assert.Contains("'1' is no id of a run", (await cli.RunAsync("runs", "show", "1")).With(2).Errors);
        (await cli.RunAsync("run", "nobody-has-this-name")).With(3);
        (await cli.RunAsync("runs", "show", Guid.NewGuid().ToString())).With(3);

        var problem = (await cli.RunAsync("runs", "show", Guid.NewGuid().ToString(), "-o", "json")).With(3);
        Assert.Empty(problem.Output);
        var json = JsonElement.Parse(problem.Errors);
        Assert.Equal("/problems/execution-not-found", json.GetProperty("type").GetString());
        Assert.Equal(3, json.GetProperty("exit_code").GetInt32());
    }

    private static async Task CancelsAndRetriesAsync(Cli cli, TempFolder files, LocalPlatform platform)
    {
        var answers = false;
        await platform.RegisterAgentAsync("Oracle", async (_, ct) =>
        {
            await Task.Delay(answers ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, ct);
            return new { answer = 42 };
        });
        var started = (await cli.RunAsync("run", files.Definition("asks", Asks), "-d", "-o", "json")).With(0).Json;
        Assert.Contains("Cancel", (await cli.RunAsync("runs", "cancel", "--help")).With(0).Output);
        (await cli.RunAsync("runs", "cancel", Id(started), "--reason", "by hand")).With(0);
        (await cli.RunAsync("runs", "cancel", Id(started))).With(4);
        Assert.Contains("was cancelled", (await cli.RunAsync("runs", "watch", Id(started))).With(1).Output);

        answers = true;
        var retried = await cli.JsonAsync("runs", "retry", Id(started), "--watch");
        Assert.Equal(Id(started), retried.GetProperty("retried_from").GetString());
        Assert.Equal("completed", retried.GetProperty("status").GetString());
        var two = (await cli.RunAsync("runs", "cancel", Id(started), Id(retried))).With(4);
        Assert.Contains(Id(started), two.Errors, StringComparison.Ordinal);
        Assert.Contains(Id(retried), two.Errors, StringComparison.Ordinal);
    }

    private static async Task StopsWatchingInTimeAsync(Cli cli, TempFolder files, LocalPlatform platform)
    {
        await platform.RegisterAgentAsync("Oracle", async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return null;
        });
        var late = (await cli.RunAsync("run", "asks", "--timeout", "0.5")).With(124);
        Assert.Contains("It goes on", late.Errors, StringComparison.Ordinal);
        var open = await cli.JsonAsync("runs", "list", "--status", "running", "--status", "pending");
        (await cli.RunAsync("runs", "cancel", Id(open.GetProperty("executions")[0]))).With(0);
    }

    private static string Id(JsonElement run) => run.GetProperty("execution_id").GetString()!;
}
