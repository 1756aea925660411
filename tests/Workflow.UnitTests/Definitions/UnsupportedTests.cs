using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>Words of the DSL that are not read yet are refused by name, never ignored.</summary>
public class UnsupportedTests
{
    [Theory]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: {} }", "/do/0/a/foreach",
        "`foreach` is not supported yet; go through the task's output with a `for`")]
    [InlineData(
        "- a: { listen: { to: { any: [], until: '${ .x }' } } }", "/do/0/a/listen/to/until",
        "`until` is not supported yet; listen again in a loop")]
    [InlineData(
        "- a: { listen: { to: { any: [] }, read: raw } }", "/do/0/a/listen/read", "`raw` is not supported yet")]
    [InlineData("- a: { emit: { event: { with: { source: s, type: t } } } }", "/do/0/a/emit/event/with",
        "`emit` without `runid` is not supported yet")]
    [InlineData("- a: { run: { shell: {} } }", "/do/0/a/run/shell", "`shell` is not supported yet; run a `workflow`")]
    [InlineData("- a: { run: { script: {} } }", "/do/0/a/run/script", "`script` is not supported yet")]
    [InlineData("- a: { run: { container: {} } }", "/do/0/a/run/container", "`container` is not supported yet")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w }, return: all } }",
        "/do/0/a/run/return", "`return` is not supported yet")]
    [InlineData("- a: { call: openapi, with: {} }", "/do/0/a/call", "`call: openapi` is not supported yet")]
    [InlineData("- a: { call: asyncapi, with: {} }", "/do/0/a/call", "`call: asyncapi` is not supported yet")]
    [InlineData("- a: { call: grpc, with: {} }", "/do/0/a/call", "`call: grpc` is not supported yet")]
    [InlineData("- a: { call: a2a, with: {} }", "/do/0/a/call", "`call: a2a` is not supported yet")]
    [InlineData("- a: { call: mcp, with: {} }", "/do/0/a/call", "`call: mcp` is not supported yet")]
    [InlineData("- a: { set: ., input: { schema: {} } }", "/do/0/a/input/schema", "`schema` is not supported yet")]
    [InlineData("- a: { set: ., output: { schema: {} } }", "/do/0/a/output/schema", "`schema` is not supported yet")]
    [InlineData("- a: { set: ., export: { schema: {} } }", "/do/0/a/export/schema", "`schema` is not supported yet")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: { uri: 'http://h', authentication: {} } } }",
        "/do/0/a/with/endpoint/authentication", "`authentication` is not supported yet")]
    public void Read_WhenATaskUsesAnUnsupportedWord_NamesIt(string tasks, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks(tasks)));
        Assert.Equal(pointer, error.Pointer);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schedule: { on: { one: { with: { type: x } } } }", "/schedule/on")]
    [InlineData("evaluate: { language: jq }", "/evaluate")]
    [InlineData("input: { schema: {} }", "/input/schema")]
    [InlineData("output: { schema: {} }", "/output/schema")]
    [InlineData("use: { functions: {} }", "/use/functions")]
    [InlineData("use: { secrets: [] }", "/use/secrets")]
    [InlineData("use: { authentications: {} }", "/use/authentications")]
    [InlineData("use: { catalogs: {} }", "/use/catalogs")]
    [InlineData("use: { extensions: [] }", "/use/extensions")]
    public void Read_WhenTheWorkflowUsesAnUnsupportedWord_NamesIt(string section, string pointer)
    {
        var error = Assert.Single(Text.Errors(Text.With($"{section}\ndo: []\n")));
        Assert.Equal(pointer, error.Pointer);
        Assert.Equal(Text.HeaderLines + 1, error.Line);
        Assert.StartsWith($"`{pointer.Split('/')[^1]}` is not supported yet", error.Message, StringComparison.Ordinal);
    }
}
