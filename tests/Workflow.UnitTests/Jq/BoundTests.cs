using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class BoundTests
{
    [Theory]
    [InlineData("[range(1e9)]", "steps")]
    [InlineData("[limit(1e9; repeat(1))]", "steps")]
    [InlineData("last(recurse(. + 1))", "steps")]
    [InlineData("def f: f; f", "steps")]
    [InlineData("until(false; . + 1)", "steps")]
    [InlineData("repeat(empty)", "steps")]
    [InlineData("[range(1000)] | [combinations(9)]", "steps")]
    [InlineData("def f: 1 + f; f", "depth")]
    [InlineData("def f: [f]; f", "depth")]
    [InlineData("def f: try f catch .; f", "depth")]
    [InlineData("def f(g): f(g | g); f(. + 1)", "steps")]
    [InlineData("def f: f as $x | $x; f", "depth")]
    [InlineData("reduce range(30000) as $i (0; [.])", "depth")]
    [InlineData("reduce range(600) as $i (0; [.])", "depth")]
    [InlineData("\"x\" * 1e9", "output_bytes")]
    [InlineData("reduce range(40) as $i (\"x\"; . + .)", "output_bytes")]
    [InlineData("reduce range(60) as $i (0; [., .])", "output_bytes")]
    [InlineData("reduce range(60) as $i (0; {a: ., b: .}) | tojson", "output_bytes")]
    [InlineData(".[1e8] = 1", "output_bytes")]
    [InlineData("setpath([1e8]; 1)", "output_bytes")]
    [InlineData("[[range(3000)], (range(3000) | [.])] | transpose", "output_bytes")]
    [InlineData("\"a\" * 1000 | gsub(\"a\"; \"b\" * 100000)", "output_bytes")]
    [InlineData("[range(1000) | \"x\" * 1000000]", "output_bytes")]
    [InlineData("range(1000) | \"x\" * 1000000", "output_bytes")]
    [InlineData("[range(100) | \"x\" * 10000000 | length]", "steps")]
    [InlineData("(\"a\" * 1000000) | index(\"a\" * 500000 + \"b\")", "steps")]
    public void Evaluate_WhenItWouldNotEnd_MeetsABound(string program, string limit)
    {
        var compiled = JqProgram.Compile(program);
        var error = Record.Exception(() => compiled.Run(JqValue.Null, Outputs.Patient, _ => true)) as JqException;
        Assert.Equal(limit, error?.Limit);
    }

    [Fact]
    public void Evaluate_WhenABoundIsMet_CannotBeCaughtByTheProgram() => Assert.Equal(
        "!The evaluation took more than 1000000 steps", Outputs.Of("try (def f: f; f) catch 1, 2 // 3"));

    [Fact]
    public void Evaluate_WhenTheBoundsAreSet_KeepsToThem()
    {
        Assert.StartsWith("!", Outputs.Of("[range(100)]", "null", Outputs.Within(new JqLimits { Steps = 50 })));
        Assert.StartsWith("[0", Outputs.Of("[range(100)]", "null", Outputs.Within(new JqLimits { Steps = 500 })));
        Assert.StartsWith("!", Outputs.Of("\"x\" * 20", "null", Outputs.Within(new JqLimits { OutputBytes = 10 })));
        Assert.StartsWith("!", Outputs.Of(".", "\"12345678901\"", Outputs.Within(new JqLimits { OutputBytes = 10 })));
        const string Recursive = "def f: if . > 5 then . else 1 + (. + 1 | f) end; f";
        Assert.StartsWith("!", Outputs.Of(Recursive, "0", Outputs.Within(new JqLimits { Depth = 3 })));
    }

    [Fact]
    public void Evaluate_WhenRecursionIsDeepOnASmallStack_ChangesToAnother()
    {
        const string Program = "def f: if . >= 9000 then . else 1 + (. + 1 | f) end; 0 | f";
        var arguments = Outputs.Within(new JqLimits { Depth = 10_000 });
        var result = "";
        var thread = new Thread(() => result = Outputs.Of(Program, "null", arguments), 256 << 10);
        thread.Start();
        thread.Join();
        Assert.Equal("18000", result);
    }

    [Fact]
    public void Evaluate_WhenOnlyTheFirstIsWanted_DoesNotEvaluateTheRest()
    {
        Assert.Equal(1, JqProgram.Compile("1, error(\"never\")").First(JqValue.Null, JqArguments.None).AsNumber);
        Assert.Equal(0, JqProgram.Compile("range(1e9)").First(JqValue.Null, JqArguments.None).AsNumber);
        Assert.True(JqProgram.Compile("empty").First(JqValue.Null, JqArguments.None).IsNull);
    }

    [Fact]
    public void Evaluate_WhenAnErrorComesAfterOutputs_GivesTheOutputsFirst()
    {
        var program = JqProgram.Compile("1, error({a: 1})");
        using var outputs = program.Evaluate(JqValue.Null, JqArguments.None).GetEnumerator();
        Assert.True(outputs.MoveNext());
        var error = Assert.Throws<JqException>(() => outputs.MoveNext());
        Assert.Equal("""{"a":1}""", error.Value.ToJson());
        Assert.Null(error.Limit);
    }

    [Fact]
    public void Debug_WhenCalled_ReportsAndPassesOn()
    {
        var reported = new List<string>();
        var arguments = new JqArguments { Debug = value => reported.Add(value.ToJson()) };
        Assert.Equal("1", Outputs.Of("debug | debug(\"got \\(.)\", 2) | stderr", "1", arguments));
        Assert.Equal(["1", "\"got 1\"", "2", "1"], reported);
    }
}
