using System.Diagnostics;
using System.Text.Json;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Mcp;

/// <summary>The server by itself: an API that is away, and what goes over standard output.</summary>
public sealed class McpWireTests
{
    private const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},
        "clientInfo":{"name":"test","version":"1"}}}
        """;

    private const string Call = """
        {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_runs","arguments":{}}}
        """;

    [Fact]
    public async Task Call_WhenTheApiIsAway_TellsItsAddressAndWhatToDo()
    {
        var api = new Uri($"http://127.0.0.1:{Ports.Free()}");
        await using var mcp = await McpProcess.StartAsync(api);

        var refused = await mcp.RefusedAsync("start_run", new() { ["workflow"] = "greets" });

        Assert.StartsWith($"{api} cannot be reached", refused, StringComparison.Ordinal);
        Assert.Contains("Remedy: see that the platform runs", refused, StringComparison.Ordinal);
        var watched = await mcp.RefusedAsync(
            "watch_run", new() { ["run_id"] = Guid.NewGuid().ToString(), ["wait_seconds"] = 0 });
        Assert.StartsWith($"{api} cannot be reached", watched, StringComparison.Ordinal);
        Assert.Contains("list_runs takes no argument 'state'", await mcp.RefusedAsync(
            "list_runs", new() { ["state"] = "running" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WhenTheClientLeaves_EndsAndHasWrittenNothingButAnswers()
    {
        using var server = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Built.Assembly("services/Workflow.Cli"), "mcp", "--api", $"http://127.0.0.1:{Ports.Free()}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var log = server.StandardError.ReadToEndAsync();

        var greeting = await AnswerAsync(server, Initialize.ReplaceLineEndings(""));
        Assert.Equal("workflow", greeting.GetProperty("serverInfo").GetProperty("name").GetString());
        await server.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        Assert.True((await AnswerAsync(server, Call)).GetProperty("isError").GetBoolean());
        server.StandardInput.Close();

        Assert.Equal("", await server.StandardOutput.ReadToEndAsync());
        await server.WaitForExitAsync();
        Assert.Equal(0, server.ExitCode);
        Assert.Contains("list_runs: http://127.0.0.1", await log, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AnswerAsync(Process server, string request)
    {
        await server.StandardInput.WriteLineAsync(request);
        using var answer = JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!);
        return answer.RootElement.GetProperty("result").Clone();
    }
}
