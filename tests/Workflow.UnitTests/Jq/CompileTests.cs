using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class CompileTests
{
    [Theory]
    [InlineData("1 +", 1, 4)]
    [InlineData(".a\n  | foo", 2, 5)]
    [InlineData("{(1): 2}", 1, 3)]
    [InlineData(". as [] | .", 1, 7)]
    [InlineData("1 == 1 == 1", 1, 8)]
    [InlineData("\"abc", 1, 1)]
    [InlineData("\"\\q\"", 1, 2)]
    [InlineData("@nothing", 1, 1)]
    [InlineData("if 1 then 2", 1, 12)]
    [InlineData("reduce . as $x (1)", 1, 18)]
    [InlineData("break $x", 1, 1)]
    [InlineData("f(1; 2", 1, 7)]
    [InlineData("]", 1, 1)]
    [InlineData("1 $", 1, 3)]
    [InlineData("\u00e9", 1, 1)]
    public void Compile_WhenTheProgramIsWrong_PointsAtThePlace(string program, int line, int column)
    {
        var error = Assert.Throws<JqCompileException>(() => JqProgram.Compile(program));
        Assert.Equal((line, column), (error.Line, error.Column));
        var lines = error.Message.Split('\n');
        Assert.Equal(column + 4, lines[^1].Length);
        Assert.EndsWith("^", lines[^1]);
    }

    [Theory]
    [InlineData("input")]
    [InlineData("[inputs]")]
    [InlineData("$ENV.HOME")]
    [InlineData("env.HOME")]
    [InlineData("import \"a\" as a; 1")]
    [InlineData("include \"a\"; 1")]
    [InlineData("a::b")]
    [InlineData("halt_error")]
    [InlineData("input_filename")]
    public void Compile_WhenTheProgramReachesOutside_SaysThatItIsNotAvailable(string program) =>
        Assert.Contains("not available", Assert.Throws<JqCompileException>(() => JqProgram.Compile(program)).Message);

    [Fact]
    public void Compile_WhenTheVariablesAreNamed_RefusesOthers()
    {
        var program = JqProgram.Compile("$a + $b", ["a", "b"]);
        var arguments = Outputs.With(("a", JqValue.Number(1L)), ("b", JqValue.Number(2L)));
        Assert.Equal(3, program.First(JqValue.Null, arguments).AsNumber);
        var error = Assert.Throws<JqCompileException>(() => JqProgram.Compile("$a + $b", ["a"]));
        Assert.Equal("$b is not defined", error.Problem);
        Assert.Equal(6, error.Column);
    }

    [Fact]
    public void Compile_WhenNoVariablesAreNamed_LooksThemUpWhenRun()
    {
        Assert.Equal("5", Outputs.Of("$x", "null", Outputs.With(("x", JqValue.Number(5L)))));
        Assert.Equal("!$x is not set", Outputs.Of("$x"));
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("[", 100_000)]
    [InlineData("{a:", 100_000)]
    [InlineData("-", 100_000)]
    [InlineData("1+", 100_000)]
    [InlineData(".a", 100_000)]
    [InlineData("1|", 100_000)]
    [InlineData("1,", 100_000)]
    [InlineData("1//", 100_000)]
    [InlineData("if 1 then ", 100_000)]
    [InlineData("\"\\(", 100_000)]
    [InlineData("def f: ", 100_000)]
    [InlineData(". as [", 100_000)]
    [InlineData("try ", 100_000)]
    [InlineData(".[", 100_000)]
    [InlineData("label $x|", 100_000)]
    [InlineData("reduce ", 100_000)]
    public void Compile_WhenTheProgramIsNestedTooDeeply_Refuses(string piece, int times)
    {
        var program = string.Concat(Enumerable.Repeat(piece, times)) + "1";
        Assert.Throws<JqCompileException>(() => JqProgram.Compile(program));
    }

    [Fact]
    public void Compile_WhenTheProgramIsEmpty_PassesTheInputOn() => Assert.Equal("7", Outputs.Of(" # nothing\n", "7"));

    [Fact]
    public void Builtins_WhenListed_AreAllThere()
    {
        Assert.Equal("true", Outputs.Of("builtins | length > 190 and (index(\"map/1\") != null)"));
        Assert.Equal("[]", Outputs.Of("[builtins[] | select(startswith(\"_\"))]"));
    }
}
