using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>Secrets stand only where nothing is recorded.</summary>
public class SecretUseTests
{
    [Theory]
    [InlineData("http, with: { method: get, endpoint: 'http://h', headers: { A: '${ $secrets.crm }' } }")]
    [InlineData("http, with: { method: get, endpoint: 'http://h', query: '${ {a: $secrets.crm} }' }")]
    [InlineData("http, with: { method: put, endpoint: 'http://h', body: { a: [ '${ $secrets[\"crm\"] }' ] } }")]
    [InlineData("openapi, with: { document: { endpoint: 'http://h' }, operationId: o, "
        + "parameters: { a: '${ $secrets.crm }' } }")]
    [InlineData("mcp, with: { method: tools/call, parameters: { name: n, arguments: { a: '${ $secrets.crm }' } }, "
        + "transport: { http: { endpoint: 'http://h' } } }")]
    [InlineData("mcp, with: { method: tools/list, transport: { http: { endpoint: 'http://h', "
        + "headers: { A: '${ $secrets.crm }' } } } }")]
    public void Read_WhenACallSendsASecret_KeepsItsName(string call) => Assert.Equal(
        ["crm"], Text.Definition(Document($"- a: {{ call: {call} }}")).Do.Tasks[0].Secrets);

    [Theory]
    [InlineData("- a: { set: { x: '${ $secrets.crm }' } }", "/do/0/a/set/x")]
    [InlineData("- a: { set: { x: 1 }, if: '$secrets.crm == 1' }", "/do/0/a/if")]
    [InlineData("- a: { set: { x: 1 }, input: { from: '$secrets' } }", "/do/0/a/input/from")]
    [InlineData("- a: { set: { x: 1 }, output: { as: '$secrets' } }", "/do/0/a/output/as")]
    [InlineData("- a: { set: { x: 1 }, export: { as: '$secrets' } }", "/do/0/a/export/as")]
    [InlineData("- a: { call: Agent, with: { x: '${ $secrets.crm }' } }", "/do/0/a/with/x")]
    [InlineData("- a: { call: http, with: { method: get, endpoint: '${ $secrets.crm }' } }", "/do/0/a/with/endpoint")]
    [InlineData("- a: { wait: '${ $secrets.crm }' }", "/do/0/a/wait")]
    [InlineData("- a: { call: mcp, with: { method: tools/call, parameters: { name: '${ $secrets.crm }' }, "
        + "transport: { http: { endpoint: 'http://h' } } } }", "/do/0/a/with/parameters/name")]
    public void Read_WhenASecretStandsElsewhere_SaysWhereItMay(string task, string pointer)
    {
        var error = Assert.Single(Text.Errors(Document(task)));

        Assert.Equal(pointer, error.Pointer);
        Assert.StartsWith("`$secrets` has values only in what a call sends", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenACallSendsASecretThatIsNotListed_NamesIt()
    {
        var error = Assert.Single(Text.Errors(Document(
            "- a: { call: http, with: { method: get, endpoint: 'http://h', headers: { A: '${ $secrets.cmr }' } } }")));

        Assert.StartsWith("`use.secrets` does not list `cmr`; did you mean `crm`?", error.Message);
    }

    [Theory]
    [InlineData("headers: { A: '${ $authorization.parameter }' }")]
    [InlineData("query: '${ {a: $authorization.scheme} }'")]
    [InlineData("body: [ '${ $authorization }' ]")]
    public void Read_WhenACallSendsItsLogin_KnowsIt(string sent) => Assert.True(Assert.IsType<CallHttpTask>(
        Text.Definition(Document(
            $"- a: {{ call: http, with: {{ method: put, endpoint: 'http://h', {sent} }} }}")).Do.Tasks[0]).SendsLogin);

    [Theory]
    [InlineData("- a: { set: { x: '${ $authorization.parameter }' } }", "/do/0/a/set/x")]
    [InlineData("- a: { set: { x: 1 }, output: { as: '$authorization' } }", "/do/0/a/output/as")]
    [InlineData("- a: { set: { x: 1 }, export: { as: '{ a: $authorization }' } }", "/do/0/a/export/as")]
    [InlineData("- a: { call: Agent, with: { x: '${ $authorization }' } }", "/do/0/a/with/x")]
    [InlineData("- a: { call: http, with: { method: get, endpoint: '${ $authorization.parameter }' } }",
        "/do/0/a/with/endpoint")]
    [InlineData("- a: { call: http, with: { method: get, endpoint: { uri: 'http://h', authentication: "
        + "{ bearer: { token: '${ $authorization.parameter }' } } } } }",
        "/do/0/a/with/endpoint/authentication/bearer/token")]
    [InlineData("- a: { call: openapi, with: { document: { endpoint: 'http://h' }, operationId: o, "
        + "parameters: { a: '${ $authorization }' } } }", "/do/0/a/with/parameters/a")]
    public void Read_WhenALoginStandsElsewhere_SaysWhereItMay(string task, string pointer)
    {
        var error = Assert.Single(Text.Errors(Document(task)));

        Assert.Equal(pointer, error.Pointer);
        Assert.StartsWith("`$authorization` has a value only in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenADigestLoginIsToBeSent_SaysThatItHasNoValue()
    {
        var error = Assert.Single(Text.Errors(Document(
            "- a: { call: http, with: { method: get, endpoint: { uri: 'http://h', authentication: "
            + "{ digest: { username: u, password: p } } }, headers: { A: '${ $authorization.scheme }' } } }")));

        Assert.StartsWith("`$authorization` has no value with `digest`", error.Message, StringComparison.Ordinal);
    }

    private static string Document(string tasks) => Text.With($"use: {{ secrets: [ crm ] }}\ndo:\n{tasks}\n");
}
