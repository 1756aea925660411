using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class A2aCallTests
{
    [Fact]
    public void Read_WhenItSaysAll_IsACallWithItsCard()
    {
        var call = Assert.IsType<CallA2aTask>(Text.Definition(Text.Tasks(
            "- a: { call: a2a, with: { method: tasks/get, agentCard: { endpoint: 'http://h/c.json' }, "
            + "parameters: { id: '${ .id }' } } }")).Do.Tasks[0]);

        Assert.Equal("tasks/get", call.Method);
        Assert.NotNull(call.Card);
        Assert.Null(call.Server);
    }

    [Theory]
    [InlineData("method: message/send", "The property `agentCard` is missing; add it: an object with `endpoint`")]
    [InlineData("method: message/sent, server: 'http://h'", "`method` must be one of `message/send`")]
    [InlineData("method: tasks/get, server: 'ftp://h'", "`ftp://h` cannot be called")]
    [InlineData("method: tasks/get, server: 'http://h', parameters: 5", "`parameters` must be an object")]
    [InlineData("method: tasks/get, servr: 1, agentCard: { endpoint: 'http://h' }", "unknown property `servr`")]
    public void Read_WhenItIsWrong_SaysWhat(string with, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ call: a2a, with: {{ {with} }} }}")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
