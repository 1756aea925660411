using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Cli;

/// <summary>Definitions, agents, schedules, batches, dead letters and the cluster by the command line.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CliResourceTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Resources_WhenAPlatformRuns_AreMadeListedShownSteeredAndRemoved()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres,
            settings:
            [
                ("WORKFLOW_API_PROCESS_SILENCE_MS", "600000"), ("WORKFLOW_API_HEALTH_TIMEOUT_MS", "60000"),
            ]);
        using var files = new TempFolder();
        var cli = Cli.Of(platform);

        await WorkflowsAsync(cli, files);
        await MovesAsync(cli, files);
        await AgentsAsync(cli);
        await SchedulesAsync(cli);
        await BatchesAsync(cli);
        await ClusterAsync(cli, platform);
    }

    private static async Task WorkflowsAsync(Cli cli, TempFolder files)
    {
        var first = files.Definition("greets", "  - a: { set: { x: 1 } }\n  - c: { set: { x: 3 } }");
        (await cli.RunAsync("workflows", "validate", first)).With(0);
        (await cli.RunAsync("workflows", "show", "greets")).With(3);
        var pushed = await cli.JsonAsync("workflows", "push", first);
        Assert.Equal(first, pushed[0].GetProperty("file").GetString());
        var second = files.Definition(
            "greets", "  - a: { set: { x: 1 } }\n  - b: { set: { x: 2 } }\n  - c: { set: { x: 4 } }", "1.1.0");
        (await cli.RunAsync("workflows", "push", second)).With(0);

        Assert.Contains("1.1.0", (await cli.RunAsync("workflows", "list")).With(0).Output);
        var versions = await cli.JsonAsync("workflows", "versions", "greets");
        Assert.Equal(2, versions.GetProperty("versions").GetArrayLength());
        var document = (await cli.RunAsync("workflows", "show", "tests/greets", "--document")).With(0).Output;
        Assert.StartsWith("document:\n", document, StringComparison.Ordinal);
        var copy = files.Write("copy.yaml", document);
        (await cli.RunAsync("workflows", "validate", copy)).With(0);

        (await cli.RunAsync("workflows", "diff", "greets", "1.1.0")).With(0);
        Assert.EndsWith(
            "completed {\"x\":4}\n", (await cli.RunAsync("workflows", "simulate", "greets")).With(0).Output,
            StringComparison.Ordinal);
        var asks = files.Definition("asks", "  - ask: { call: Nobody, with: { n: '${ .n }' } }");
        Assert.Contains(
            "Needs the result of /do/0/ask, which would send {\"n\":1}",
            (await cli.RunAsync("workflows", "simulate", asks, "--input", "{\"n\":1}")).With(2).Output,
            StringComparison.Ordinal);
        Assert.Equal(
            """
            ~ /document/version: "1.0.0" -> "1.1.0"
            ~ /do/c/set/x: 3 -> 4
            + /do/b: {"set":{"x":2}}

            """,
            (await cli.RunAsync("workflows", "diff", "greets", "1.0.0")).With(1).Output);

        var bad = files.Definition("bad", "  - a: { sett: 1 }");
        var refused = (await cli.RunAsync("workflows", "push", bad, second, files.PathOf("none.yaml"))).With(2);
        Assert.Contains("bad.yaml:7:", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("none.yaml: ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("greets", refused.Output, StringComparison.Ordinal);
    }

    private static async Task MovesAsync(Cli cli, TempFolder files)
    {
        const string hold = "  - hold: { wait: { hours: 1 } }";
        var run = (await cli.JsonAsync("run", files.Definition("moves", hold), "--detach"))
            .GetProperty("execution_id").GetString()!;
        var next = files.Definition("moves", $"{hold}\n  - more: {{ set: {{ x: 1 }} }}", "1.1.0");
        (await cli.RunAsync("workflows", "push", next)).With(0);

        var table = (await cli.RunAsync("runs", "move", run, run, "--dry-run")).With(0).Output;
        Assert.Contains("FROM", table, StringComparison.Ordinal);
        Assert.True((await cli.JsonAsync("runs", "move", run, "--dry-run")).GetProperty("dry_run").GetBoolean());
        var moved = await cli.JsonAsync("runs", "move", run, "--reason", "one task more");
        Assert.Equal(
            "1.0.0 1.1.0 False",
            $"{moved.GetProperty("from_version")} {moved.GetProperty("version")} {moved.GetProperty("dry_run")}");
        (await cli.RunAsync("runs", "cancel", run)).With(0);
    }

    private static async Task AgentsAsync(Cli cli)
    {
        (await cli.RunAsync(
            "agents", "register", "Echo", "--endpoint", "http://127.0.0.1:9/echo", "--timeout", "5", "--description",
            "Says it again.")).With(0);
        Assert.Contains("Says it again.", (await cli.RunAsync("agents", "list")).With(0).Output);
        var off = await cli.JsonAsync("agents", "disable", "Echo");
        Assert.False(off.GetProperty("enabled").GetBoolean());
        Assert.Equal(5, off.GetProperty("timeout_seconds").GetInt32());
        Assert.True((await cli.JsonAsync("agents", "enable", "Echo")).GetProperty("enabled").GetBoolean());
        (await cli.RunAsync("agents", "register", "Echo", "--endpoint", "nowhere")).With(2);
        (await cli.RunAsync("agents", "remove", "Echo")).With(0);
        (await cli.RunAsync("agents", "show", "Echo")).With(3);
    }

    private static async Task SchedulesAsync(Cli cli)
    {
        var made = await cli.JsonAsync(
            "schedules", "create", "nightly", "--workflow", "greets", "--cron", "0 3 * * *", "--time-zone",
            "Europe/Berlin", "--input", "{}");
        Assert.Equal("active", made.GetProperty("status").GetString());
        Assert.Contains("0 3 * * *", (await cli.RunAsync("schedules", "list")).With(0).Output);
        var times = await cli.JsonAsync("schedules", "next", "nightly", "--count", "2");
        Assert.Equal(2, times.GetProperty("times").GetArrayLength());
        var paused = await cli.JsonAsync("schedules", "pause", "nightly", "--note", "holiday");
        Assert.Equal("holiday", paused.GetProperty("pause").GetProperty("note").GetString());
        Assert.Equal(
            "active", (await cli.JsonAsync("schedules", "resume", "nightly")).GetProperty("status").GetString());
        var fired = await cli.JsonAsync("schedules", "trigger", "nightly");
        (await cli.RunAsync("runs", "watch", fired.GetProperty("execution_id").GetString()!)).With(0);
        Assert.Contains("trigger", (await cli.RunAsync("schedules", "fires", "nightly")).With(0).Output);
        (await cli.RunAsync("schedules", "create", "bad", "--workflow", "greets", "--cron", "61 * * * *")).With(2);
        (await cli.RunAsync("schedules", "remove", "nightly")).With(0);
        (await cli.RunAsync("schedules", "show", "nightly")).With(3);
    }

    private static async Task BatchesAsync(Cli cli)
    {
        (await cli.RunAsync("batches", "cancel")).With(2);
        var dry = await cli.JsonAsync("batches", "retry", "--status", "failed", "--since", "1d", "--dry-run");
        Assert.Equal(0, dry.GetProperty("count").GetInt32());
        var batch = await cli.JsonAsync("batches", "start", """[{"target_id": "greets"}, {"target_id": "greets"}]""");
        Assert.Equal(2, batch.GetProperty("total").GetInt32());
        var id = batch.GetProperty("id").GetString()!;
        Assert.Equal(2, (await cli.JsonAsync("batches", "items", id)).GetProperty("items").GetArrayLength());
        Assert.Contains(id, (await cli.RunAsync("batches", "list")).With(0).Output);
        Assert.Equal(0, (await cli.JsonAsync("dead-letters", "list")).GetProperty("letters").GetArrayLength());
        (await cli.RunAsync("dead-letters", "show", Guid.NewGuid().ToString())).With(3);
    }

    private static async Task ClusterAsync(Cli cli, LocalPlatform platform)
    {
        await platform.UntilSqlAsync("count(*) = 16 from shards where owner = 'consumer-1'");
        Assert.Contains("database  up", (await cli.RunAsync("cluster", "health")).With(0).Output);
        Assert.Contains("consumer-1", (await cli.RunAsync("cluster", "consumers")).With(0).Output);
        var shards = (await cli.JsonAsync("cluster", "shards")).GetProperty("shards").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, shards.Count), shards.Select(shard => shard.GetProperty("shard").GetInt32()));
        Assert.Equal("consumer-1", shards[0].GetProperty("owner").GetString());
        Assert.Contains("last-consumer", (await cli.RunAsync(
            "cluster", "drain", "consumer-1", "--output", "json")).With(4).Errors, StringComparison.Ordinal);
        var drained = await cli.JsonAsync(
            "cluster", "drain", "consumer-1", "--force", "--wait", "--reason", "a kernel");
        Assert.Equal("drained", drained.GetProperty("status").GetString());
        Assert.Contains("drained", (await cli.RunAsync("cluster", "consumers")).With(0).Output);
        (await cli.RunAsync("cluster", "resume", "nobody")).With(3);
        (await cli.RunAsync("cluster", "resume", "consumer-1")).With(0);
        await platform.UntilSqlAsync("count(*) = 16 from shards where owner = 'consumer-1'");
        Assert.Equal("ready", (await cli.JsonAsync("api", "get", "/healthz")).GetProperty("status").GetString());
        var posted = await cli.JsonAsync("api", "post", "api/v1/schedules/preview", "--body", """{"cron": "@daily"}""");
        Assert.Equal("UTC", posted.GetProperty("time_zone").GetString());
    }
}
