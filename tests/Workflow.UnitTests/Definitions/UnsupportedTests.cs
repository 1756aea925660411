using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>Words of the DSL that are not read yet are refused by name, never ignored.</summary>
public class UnsupportedTests
{
    [Theory]
    [InlineData(
        "- a: { run: { script: { language: js, code: x, source: { endpoint: 'http://h' } } } }",
        "/do/0/a/run/script/code", "A script is either written out below `code`, or fetched from `source`.")]
    [InlineData(
        "- a: { run: { container: { image: i, volumes: { /srv: data } } } }",
        "/do/0/a/run/container/volumes/~1srv", "`/srv` must be an absolute path within the container")]
    [InlineData(
        "- a: { run: { container: { image: i, ports: { http: 80 } } } }",
        "/do/0/a/run/container/ports/http", "`http` is no port of the machine")]
    [InlineData(
        "- a: { run: { container: { image: i, lifetime: { cleanup: eventually } } } }",
        "/do/0/a/run/container/lifetime", "The property `after` is missing")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w }, return: all } }",
        "/do/0/a/run/return", "`return` belongs to processes")]
    [InlineData(
        "- a: { run: { shell: { command: ls }, script: { language: js, code: x } } }",
        "/do/0/a/run", "A `run` has one thing to run; here are `shell` and `script`.")]
    [InlineData(
        "- a: { call: asyncapi, with: { document: { endpoint: 'http://h' }, operation: o, subscription: { "
        + "consume: { amount: 1 }, foreach: {} } } }",
        "/do/0/a/with/subscription/foreach", "`foreach` is not supported yet; go through the messages with a `for`")]
    [InlineData(
        "- a: { call: asyncapi, with: { document: { endpoint: 'http://h' }, operation: o, message: {}, "
        + "authentication: {} } }",
        "/do/0/a/with/authentication", "`authentication` is not supported yet; messages are published and consumed")]
    [InlineData("- a: { call: grpc, with: {} }", "/do/0/a/call", "`call: grpc` is not supported yet")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: { uri: 'http://h', authentication: { certificate: {} "
        + "} } } }",
        "/do/0/a/with/endpoint/authentication/certificate",
        "`certificate` is not supported yet; use `basic`, `bearer`, `digest`, `oauth2` or `oidc`")]
    public void Read_WhenATaskUsesAnUnsupportedWord_NamesIt(string tasks, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks(tasks)));
        Assert.Equal(pointer, error.Pointer);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schedule: { on: { any: [], until: .x } }", "/schedule/on/until")]
    public void Read_WhenTheWorkflowUsesAnUnsupportedWord_NamesIt(string section, string pointer)
    {
        var error = Assert.Single(Text.Errors(Text.With($"{section}\ndo: []\n")));
        Assert.Equal(pointer, error.Pointer);
        Assert.Equal(Text.HeaderLines + 1, error.Line);
        Assert.StartsWith($"`{pointer.Split('/')[^1]}` is not supported yet", error.Message, StringComparison.Ordinal);
    }
}
