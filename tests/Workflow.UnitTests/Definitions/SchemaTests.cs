using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>Schemas of inputs, outputs and exports, from their reading to what they refuse.</summary>
public sealed class SchemaTests
{
    private const string Number = "{ document: { type: object, required: [n], properties: { n: { type: number } } } }";

    [Theory]
    [InlineData("{ document: { type: text } }", "/do/0/a/input/schema/document/type",
        "must be one of null, boolean")]
    [InlineData("{ format: avro, document: {} }", "/do/0/a/input/schema/format",
        "is not supported; schemas are JSON Schema")]
    [InlineData("{ document: { requird: [a] } }", "/do/0/a/input/schema/document/requird",
        "did you mean `required`?")]
    [InlineData("{ resource: { endpoint: 'https://h/x' } }", "/do/0/a/input/schema/resource",
        "is fetched only when a definition is registered")]
    [InlineData("{ format: json }", "/do/0/a/input/schema", "`document` is missing")]
    public void Read_WhenASchemaIsWrong_NamesThePlace(string schema, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ set: ., input: {{ schema: {schema} }} }}")));

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a: { set: { x: '${ .n }' }, input: { schema: " + Number + " } }", "The input of task 'a'",
        "/do/0/a")]
    [InlineData("- a: { set: { n: x }, output: { schema: " + Number + " } }", "The output of task 'a'",
        "/do/0/a")]
    [InlineData("- a: { set: { y: 1 }, export: { as: ., schema: " + Number + " } }", "What task 'a' exports",
        "/do/0/a")]
    [InlineData("- a: { set: ., input: { from: '.n | explode', schema: " + Number + " } }", "The input of task 'a'",
        "/do/0/a")]
    public async Task Run_WhenATasksDataDoesNotFit_FailsItAsValidation(string task, string subject, string instance)
    {
        await using var engine = new Execution.Engine();

        var ended = await engine.RunAsync("do:\n" + task, """{"n":true}""");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("errors/validation", ended.Error, StringComparison.Ordinal);
        Assert.StartsWith($"A value is not acceptable. {subject} does not fit its schema: ", ended.Message,
            StringComparison.Ordinal);
        Assert.EndsWith($"(at {instance})", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenDataFits_GoesOn()
    {
        await using var engine = new Execution.Engine();

        var ended = await engine.RunAsync(
            $"input: {{ schema: {Number} }}\noutput: {{ schema: {Number} }}\ndo:\n"
            + $"- a: {{ set: ., input: {{ schema: {Number} }}, output: {{ schema: {Number} }}, "
            + $"export: {{ as: ., schema: {Number} }} }}",
            """{"n":1}""");

        Assert.Equal((RunStatus.Completed, """{"n":1}"""), (ended.Status, ended.Output));
    }

    [Theory]
    [InlineData("input")]
    [InlineData("output")]
    public async Task Run_WhenItsOwnDataDoesNotFit_FailsAsValidation(string part)
    {
        await using var engine = new Execution.Engine();

        var ended = await engine.RunAsync($"{part}: {{ schema: {Number} }}\ndo:\n- a: {{ set: . }}", """{"n":"x"}""");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains(
            $"The run's {part} does not fit its schema: /n must be number, but is \"x\".", ended.Message,
            StringComparison.Ordinal);
    }
}
