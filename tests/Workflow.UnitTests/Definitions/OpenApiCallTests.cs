using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class OpenApiCallTests
{
    [Fact]
    public void Read_WhenEverythingIsGiven_HasIt()
    {
        var call = Read(
            "document: { name: s, endpoint: { uri: 'https://h/o.json', authentication: { bearer: { token: a } } } }, "
            + "operationId: find, parameters: { a: '${ .a }' }, authentication: { bearer: { token: b } }, output: raw, "
            + "redirect: true");

        Assert.Equal("find", Assert.IsType<LiteralTemplate>(call.OperationId).Value.AsString);
        Assert.Equal((HttpOutput.Raw, true), (call.Output, call.Redirect));
        Assert.NotNull(call.Parameters);
        Assert.NotEqual(call.Document.Authentication, call.Authentication);
    }

    [Theory]
    [InlineData("operationId: find", "The property `document` is missing")]
    [InlineData("document: { endpoint: 'http://h' }", "The property `operationId` is missing")]
    [InlineData("document: {}, operationId: find", "The property `endpoint` is missing")]
    [InlineData("document: { endpoint: 'http://h' }, operationId: 5", "`operationId` must be the id of an operation")]
    [InlineData(
        "document: { endpoint: 'http://h' }, operationId: a, parameters: []",
        "`parameters` must be an object of names and values")]
    [InlineData("document: { endpoint: 'http://h' }, operation: a, operationId: b", "unknown property `operation`")]
    public void Read_WhenTheCallIsWrong_SaysWhat(string with, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ call: openapi, with: {{ {with} }} }}")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static CallOpenApiTask Read(string with) =>
        Text.Task<CallOpenApiTask>($"- a: {{ call: openapi, with: {{ {with} }} }}");
}
