using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class McpCallTests
{
    [Fact]
    public void Read_WhenOnlyTheNecessaryIsGiven_TakesTheDefaultsOfTheDsl()
    {
        var call = Read("method: tools/list, transport: { http: { endpoint: 'https://h/mcp' } }");

        Assert.Equal(("tools/list", "2025-06-18", null), (call.Method, call.ProtocolVersion, call.Parameters));
        Assert.Null(Assert.IsType<McpHttpTransport>(call.Transport).Endpoint.Authentication);
    }

    [Fact]
    public void Read_WhenAProcessIsGiven_KeepsHowItIsStarted()
    {
        var call = Read(
            "method: tools/call, parameters: { name: x }, timeout: { seconds: 5 }, client: { name: me, version: '2' }, "
            + "transport: { stdio: { command: uvx, arguments: [ a, '${ .b }' ], environment: { C: d } } }");

        var stdio = Assert.IsType<McpStdioTransport>(call.Transport);
        Assert.Equal(
            (TimeSpan.FromSeconds(5), "me", "2"), (call.CallTimeout?.Fixed, call.ClientName, call.ClientVersion));
        Assert.NotNull(stdio.Arguments);
        Assert.NotNull(stdio.Environment);
    }

    [Theory]
    [InlineData(
        "method: tools/run, transport: { http: { endpoint: 'http://h' } }",
        "`method` must be one of `tools/list`")]
    [InlineData("method: tools/list", "The property `transport` is missing")]
    [InlineData("method: tools/list, transport: {}", "A transport is either `http` or `stdio`.")]
    [InlineData(
        "method: tools/list, transport: { http: { endpoint: 'http://h' }, stdio: { command: x } }",
        "A transport is either `http` or `stdio`.")]
    [InlineData(
        "method: tools/call, transport: { http: { endpoint: 'http://h' } }",
        "The property `parameters` is missing")]
    [InlineData("method: tools/list, transport: { stdio: {} }", "The property `command` is missing")]
    [InlineData("method: tools/list, transport: { stdio: { command: x, arguments: y } }", "`arguments` must be a list")]
    public void Read_WhenTheCallIsWrong_SaysWhat(string with, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ call: mcp, with: {{ {with} }} }}")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static CallMcpTask Read(string with) =>
        Text.Task<CallMcpTask>($"- a: {{ call: mcp, with: {{ {with} }} }}");
}
