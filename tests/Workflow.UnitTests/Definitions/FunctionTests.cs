using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary><c>use.functions</c>: tasks that are called by their name.</summary>
public sealed class FunctionTests
{
    private const string Echo = """
        use:
          functions:
            echo:
              do:
                - inner: { set: { got: '${ .n }' } }
            twice:
              do:
                - one: { call: echo, with: { n: '${ .n }' } }
                - two: { call: echo, with: { n: '${ .got * 2 }' } }

        """;

    [Fact]
    public void Call_OfAFunction_HasStepsOfItsOwnAtEachPlace()
    {
        var definition = Text.Definition(Text.With(
            Echo + "do:\n  - a: { call: echo, with: { n: 1 } }\n  - b: { call: echo }\n"));

        var (first, second) = ((DoTask)definition.Do.Tasks[0], (DoTask)definition.Do.Tasks[1]);
        Assert.Equal("/do/0/a", first.Pointer);
        Assert.Equal("/do/0/a/call/echo", first.Do.Tasks[0].Pointer);
        Assert.Equal("/do/0/a/call/echo/do/0/inner", ((DoTask)first.Do.Tasks[0]).Do.Tasks[0].Pointer);
        Assert.Equal("/do/1/b/call/echo", second.Do.Tasks[0].Pointer);
        Assert.NotNull(first.With);
        Assert.Null(second.With);
    }

    [Theory]
    [InlineData("f: { set: 3 }", "- a: { call: f }\n  - b: { call: f }", "/use/functions/f/set")]
    [InlineData("f: { call: f }", "- a: { set: { x: 1 } }", "/use/functions/f/call", "calls itself")]
    [InlineData("f: { call: g }\n    g: { do: [ { x: { call: f } } ] }", "- a: { call: f }",
        "/use/functions/g/do/0/x/call", "calls itself")]
    [InlineData("f: { sett: 3 }", "- a: { set: { x: 1 } }", "/use/functions/f/sett", "did you mean `set`?")]
    public void Read_WhenAFunctionIsWrong_SaysSoOnceAndWhereItStands(
        string functions, string tasks, string pointer, string message = "")
    {
        var error = Assert.Single(Text.Errors(Text.With(
            $"use:\n  functions:\n    {functions}\ndo:\n  {tasks}\n")));

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenFunctionsCallFunctions_GivesEachItsInput()
    {
        await using var engine = new Execution.Engine();

        var ended = await engine.RunAsync(
            Echo + "do:\n- a: { call: twice, with: { n: '${ .start }' } }", """{"start":4}""");

        Assert.Equal("""{"got":8}""", ended.Output);
        Assert.Equal(
            ["/do/0/a", "/do/0/a/call/twice", "/do/0/a/call/twice/do/0/one", "/do/0/a/call/twice/do/0/one/call/echo"],
            engine.Store.StepsOf(engine.RunId).Select(step => step.Key.Path).Order(StringComparer.Ordinal).Take(4));
    }
}
