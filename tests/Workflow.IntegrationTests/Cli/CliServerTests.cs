using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Cli;

/// <summary><c>workflow server start</c>: the whole platform as children of one process.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class CliServerTests(PostgresFixture postgres)
{
    private const int SigInt = 2;
    private const int SigKill = 9;

    [Fact]
    public async Task Server_WhenStarted_RunsWorkflowsReplacesWhoDiesAndEndsThemAll()
    {
        using var files = new TempFolder();
        var (port, brokerPort) = (Ports.Free(), Ports.Free());
        var server = new Cli(("DATABASE_URL", await postgres.CreateDatabaseAsync()), ("LOG_LEVEL", "WARNING"));
        using var process = server.Start(
            "server", "start", "--port", $"{port}", "--broker-port", $"{brokerPort}", "--consumers", "1");
        _ = process.StandardError.ReadToEndAsync();
        var pids = new Dictionary<string, int>();
        await UntilToldAsync(process, "Ready: ", pids);
        Assert.Equal(["api", "bridge", "broker", "consumer-1"], pids.Keys.Order(StringComparer.Ordinal));

        var cli = new Cli(("WORKFLOW_URL", $"http://127.0.0.1:{port}"));
        var greets = files.Definition("greets", "  - greet: { set: { greeting: hello } }");
        (await cli.RunAsync("run", greets)).With(0);

        var killed = pids["consumer-1"];
        Assert.Equal(0, Kill(killed, SigKill));
        await UntilToldAsync(process, "consumer-1  | started", pids);
        Assert.NotEqual(killed, pids["consumer-1"]);
        (await cli.RunAsync("run", greets)).With(0);

        Assert.Equal(0, Kill(process.Id, SigInt));
        var rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, rest);
        Assert.All(pids.Values, pid => Assert.NotEqual(0, Kill(pid, 0)));
        Assert.DoesNotContain("killing it", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WhenThereIsNoDatabase_NamesTheRemedy()
    {
        var server = new Cli(("DATABASE_URL", null));
        Assert.Contains(
            "DATABASE_URL is not set", (await server.RunAsync("server", "start")).With(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains(
            "--consumers takes a number from 1 to 32",
            (await server.RunAsync("server", "start", "--consumers", "0")).With(2).Errors, StringComparison.Ordinal);
    }

    /// <summary>Reads on to a line, and notes who was started.</summary>
    private static async Task UntilToldAsync(Process process, string wanted, Dictionary<string, int> pids)
    {
        var told = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            told.Add(line);
            if (Started().Match(line) is { Success: true } start)
            {
                pids[start.Groups["name"].Value] = int.Parse(start.Groups["pid"].ValueSpan);
            }

            if (line.StartsWith(wanted, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"'{wanted}' was never told:\n{string.Join('\n', told)}");
    }

    [GeneratedRegex(@"^(?<name>\S+) +\| started, pid (?<pid>\d+)$")]
    private static partial Regex Started();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
