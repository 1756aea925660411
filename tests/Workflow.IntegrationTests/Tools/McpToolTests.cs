using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.Tests.Shared;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>call: mcp</c> on a whole platform, with the reference server of the protocol's own project.</summary>
[Collection(PostgresCollection.Name)]
public sealed class McpToolTests(McpSituation situation) : IClassFixture<McpSituation>
{
    private readonly LocalPlatform _platform = situation.Platform;
    private readonly EverythingServer _server = situation.Server;

    [Fact]
    public async Task CallMcp_WhenAToolIsCalled_IsRecordedUnderItsNameWithItsResult()
    {
        var step = await _platform.RunTaskAsync(
            Http("tools/call", "{ name: get-sum, arguments: { a: '${ .a }', b: 2 } }"), new { a = 40 });

        Assert.Null(step.Detail);
        Assert.Equal(("tool_call", "get-sum"), (step.Type, step.Tool));
        Assert.Contains("42", TextOf(step), StringComparison.Ordinal);
        using var steps = JsonDocument.Parse(await _platform.Http.GetStringAsync($"/api/executions/{step.Run}/steps"));
        Assert.Contains("\"tool_name\":\"get-sum\"", steps.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools/list", "{}", "tools", "inputSchema")]
    [InlineData("prompts/list", "{}", "prompts", "simple-prompt")]
    [InlineData("prompts/get", "{ name: simple-prompt }", "messages", "role")]
    [InlineData("resources/list", "{}", "resources", "demo://resource/static/document/")]
    [InlineData("resources/templates/list", "{}", "resourceTemplates", "uriTemplate")]
    [InlineData("resources/read", "{ uri: 'demo://resource/dynamic/text/1' }", "contents", "text/plain")]
    public async Task CallMcp_WhenAnotherMethodIsAskedFor_GivesTheServersResult(
        string method, string parameters, string member, string content)
    {
        var step = await _platform.RunTaskAsync(Http(method, parameters));

        Assert.Null(step.Detail);
        Assert.Equal(method, step.Tool);
        Assert.Contains(content, step.Output.GetProperty(member).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools/call", "{ name: nope }", "runtime 500", "Tool nope not found")]
    [InlineData("tools/call", "{ name: echo, arguments: {} }", "runtime 500", "Invalid arguments for tool echo")]
    [InlineData("resources/read", "{ uri: 'demo://x' }", "runtime 500", "was refused (-32602)")]
    [InlineData("tools/call", "'${ 5 }'", "validation 400", "must be an object, but are 5")]
    public async Task CallMcp_WhenTheServerRefuses_SaysWhy(
        string method, string parameters, string error, string detail)
    {
        var step = await _platform.RunTaskAsync(Http(method, parameters));

        Assert.Equal(error, step.Error);
        Assert.Contains(detail, step.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallMcp_WhenTheServerCannotBeUsed_SaysWhy()
    {
        var nobody = await _platform.RunTaskAsync(
            Http("tools/list", "{}", url: $"http://127.0.0.1:{Ports.Free()}/mcp"));
        var inner = await _platform.RunTaskAsync(Http("tools/list", "{}", url: "http://10.1.2.3/mcp"));
        var old = await _platform.RunTaskAsync(Http("tools/list", "{}", ", protocolVersion: '2020-01-01'"));
        var late = await _platform.RunTaskAsync(Http(
            "tools/call", "{ name: trigger-long-running-operation, arguments: { duration: 600, steps: 1 } }",
            ", timeout: PT0.5S"));

        Assert.Equal("communication 503", nobody.Error);
        Assert.Equal("configuration 400", inner.Error);
        Assert.Equal("communication 502", old.Error);
        Assert.Contains("Expected 2020-01-01", old.Detail, StringComparison.Ordinal);
        Assert.Equal("timeout 408", late.Error);
        Assert.Contains("'trigger-long-running-operation'", late.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WhenTheServerForgetsIt_IsOpenedAnewAndElseKept()
    {
        const string client = ", client: { name: sessions, version: '1' }";
        await using var server = new EverythingServer();
        await server.StartAsync();
        var call = Http("tools/call", "{ name: echo, arguments: { message: hello } }", client, server.Url);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("Echo: hello", TextOf(await _platform.RunTaskAsync(call)));
        }

        Assert.Equal(1, await server.SessionsAsync());
        await server.StopAsync();
        Assert.Equal("communication 503", (await _platform.RunTaskAsync(call)).Error);
        await server.StartAsync();
        Assert.Equal("Echo: hello", TextOf(await _platform.RunTaskAsync(call)));
        Assert.Equal("Echo: hello", TextOf(await _platform.RunTaskAsync(call)));
        Assert.Equal(1, await server.SessionsAsync());
    }

    [Fact]
    public async Task Stdio_WhenAnOperatorAllowsTheProgram_IsSpokenWithoutTheConsumersEnvironment()
    {
        var step = await _platform.RunTaskAsync(
            Stdio(
                "node",
                $", arguments: [ '{EverythingServer.Program}', stdio ], environment: {{ CITY: '${{ .city }}' }}"),
            new { city = "Graz" });

        Assert.Null(step.Detail);
        Assert.Equal("get-env", step.Tool);
        using var environment = JsonDocument.Parse(TextOf(step));
        Assert.Equal("Graz", environment.RootElement.GetProperty("CITY").GetString());
        Assert.Equal(
            ["CITY", "PATH"], environment.RootElement.EnumerateObject().Select(pair => pair.Name).Order());
    }

    [Theory]
    [InlineData("sh", ", arguments: [ -c, 'exit 0' ]", "configuration 400", "WORKFLOW_TOOLS_MCP_COMMANDS=sh")]
    [InlineData("node", ", arguments: [ -e, 'console.error(\"no such luck\")' ]", "communication 503", "no such luck")]
    public async Task Stdio_WhenTheProgramCannotBeUsed_SaysWhy(
        string command, string more, string error, string detail)
    {
        var step = await _platform.RunTaskAsync(Stdio(command, more));

        Assert.Equal(error, step.Error);
        Assert.Contains(detail, step.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_WhenTheServerRepeatsIt_StaysInTheProcess()
    {
        await using var refusing = await ToolServer.StartAsync();
        refusing.OnText(
            "/mcp",
            $$$"""{"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"Who is {{{McpSituation.Token}}}?"}}""",
            status: 401);
        var step = await _platform.RunTaskAsync(
            "{ call: mcp, with: { method: tools/list, transport: { http: { " +
            $"endpoint: {{ uri: '{refusing.Url}/mcp', authentication: {{ bearer: {{ use: mcp }} }} }} }} }} }} }}",
            use: "{ secrets: [ mcp ] }");

        Assert.Equal($"Bearer {McpSituation.Token}", refusing.Last("/mcp").Header("Authorization"));
        Assert.NotNull(step.Error);
        Assert.DoesNotContain(McpSituation.Token, step.Detail, StringComparison.Ordinal);
        Assert.All(_platform.Consumers, service => Assert.DoesNotContain(McpSituation.Token, service.Output));
    }

    private static string TextOf(StepSeen step)
    {
        Assert.Null(step.Detail);
        return step.Output.GetProperty("content")[0].GetProperty("text").GetString()!;
    }

    private string Http(string method, string parameters, string more = "", string? url = null) =>
        $"{{ call: mcp, with: {{ method: {method}, parameters: {parameters}{more}, " +
        $"transport: {{ http: {{ endpoint: '{url ?? _server.Url}' }} }} }} }}";

    private static string Stdio(string command, string more) =>
        $"{{ call: mcp, with: {{ method: tools/call, parameters: {{ name: get-env }}, " +
        $"transport: {{ stdio: {{ command: {command}{more} }} }} }} }}";
}
