using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary><c>evaluate</c>: how expressions are told from text.</summary>
public sealed class EvaluateTests
{
    [Theory]
    [InlineData("evaluate: { language: js }", "/evaluate/language", "not supported; write them in jq")]
    [InlineData("evaluate: { mode: lax }", "/evaluate/mode", "There is no mode")]
    [InlineData("evaluate: { modus: strict }", "/evaluate/modus", "unknown property")]
    public void Read_WhenItIsWrong_NamesThePlace(string section, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.With($"{section}\ndo: []\n")));

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_WhenAnExpressionStandsBare_RefusesEach()
    {
        var errors = Text.Errors(Text.With(
            "evaluate: { mode: strict }\ndo:\n  - a: { if: .x, set: { y: '${ .x }' }, output: { as: .y } }\n"));

        Assert.Equal(["/do/0/a/if", "/do/0/a/output/as"], errors.Select(error => error.Pointer));
        Assert.All(errors, error => Assert.Contains("`${ .", error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("strict", """{"a":".n","b":1,"c":"a text"}""")]
    [InlineData("loose", """{"a":1,"b":1,"c":"a text"}""")]
    public async Task Run_WhenTextLooksLikeAnExpression_EvaluatesItOnlyWhenLoose(string mode, string output)
    {
        await using var engine = new Execution.Engine();

        var ended = await engine.RunAsync(
            $"evaluate: {{ language: jq, mode: {mode} }}\ndo:\n- a: {{ set: {{ a: .n, b: '${{ .n }}', c: a text }} }}",
            """{"n":1}""");

        Assert.Equal((RunStatus.Completed, output), (ended.Status, ended.Output));
    }

    [Fact]
    public async Task Loose_WhenAnEvaluationFails_KeepsTheText()
    {
        await using var engine = new Execution.Engine();

        var ended = await engine.RunAsync(
            "evaluate: { mode: loose }\ndo:\n- a: { set: { a: '.n + {}', b: '.m' } }", """{"n":1}""");

        Assert.Equal("""{"a":".n + {}","b":null}""", ended.Output);
    }
}
