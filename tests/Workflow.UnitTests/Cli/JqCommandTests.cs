using System.Text;
using Workflow.Cli.Jq;
using Xunit;

namespace Workflow.UnitTests.Cli;

/// <summary>What is expected here is what jq 1.7.1 answered.</summary>
public sealed class JqCommandTests
{
    [Theory]
    [InlineData("[1] {\"a\":2}", "[1]\n{\"a\":2}\n", "-c", ".")]
    [InlineData("", "[\n  1,\n  [\n    2\n  ],\n  {},\n  []\n]\n", "-n", "[1,[2],{},[]]")]
    [InlineData("", "{\n\t\"a\": {\n\t\t\"b\": null\n\t}\n}\n", "-n", "{a:{b:null}}", "--tab")]
    [InlineData("", "[\n 1\n]\n", "--indent", "1", "-n", "[1]")]
    [InlineData("", "[1]\n", "--indent", "0", "-n", "[1]")]
    [InlineData("", "[\n\t1\n]\n", "-c", "--tab", "-n", "[1]")]
    [InlineData("", "ab1", "-njr", "\"a\",\"b\",1")]
    [InlineData("", "a\n1\n", "-nr", "\"a\",1")]
    [InlineData("", "a\0b\0", "-n", "--raw-output0", "\"a\",\"b\"")]
    [InlineData("", "\"\\u00e9\\ud83d\\ude00\"\n", "-nra", "\"é😀\"")]
    [InlineData("{\"b\":[{\"d\":1,\"c\":2}],\"a\":3}", "{\"a\":3,\"b\":[{\"c\":2,\"d\":1}]}\n", "-cS", ".")]
    [InlineData("", "[\"1\",[2],{\"a\":\"1\",\"b\":[2]}]\n", "--arg", "a", "1", "--argjson", "b", "[2]", "-cn",
        "[$a,$b,$ARGS.named]")]
    [InlineData("", "{\"positional\":[\"a\",1],\"named\":{}}\n", "-cn", "$ARGS", "--args", "a", "--jsonargs", "1")]
    [InlineData("1 2\n3", "[1,2,3]\n", "-sc", ".")]
    [InlineData("", "[]\n", "-sc", ".")]
    [InlineData("a b\n\nc", "\"a b\"\n\"\"\n\"c\"\n", "-R", ".")]
    [InlineData("a\nb\n", "\"a\\nb\\n\"\n", "-Rs", ".")]
    [InlineData("1\"a\"[]{}", "1\n\"a\"\n[]\n{}\n", "-c", ".")]
    [InlineData("nan [NaN] -Infinity", "null\n[null]\n-1.7976931348623157e+308\n", "-c", ".")]
    [InlineData("5", "-1\n", "-1")]
    [InlineData("", "1\n", "-n", "--", "1")]
    public void Run_WhenAllIsWell_WritesWhatJqWrites(string input, string output, params string[] words)
    {
        Assert.Equal((0, output, ""), Run(input, words));
    }

    [Theory]
    [InlineData("1 2", "2\n", "jq: error (at <stdin>:0): x\n", 0, "if . == 1 then error(\"x\") else . end")]
    [InlineData("2\n\n1\n", "2\n", "jq: error (at <stdin>:3): x\n", 5, "if . == 1 then error(\"x\") else . end")]
    [InlineData("[1,\n2]\n3", "", "jq: error (at <stdin>:2): a\njq: error (at <stdin>:2): a\n", 5, "error(\"a\")")]
    [InlineData("", "1\n", "jq: error (at <unknown>) (not a string): {\"a\":1}\n", 5, "-n", "1, error({a: 1})")]
    [InlineData("", "", "jq: error (at <unknown>) (not a string): null\n", 5, "-n", "error(null)")]
    [InlineData("1 x\n", "1\n", "jq: parse error: Invalid numeric literal at line 2, column 0\n", 5, ".")]
    [InlineData("", "1\n1\n", "[\"DEBUG:\",1]\n{\"a\":2}a", 0, "-n",
        "(1|debug), 1, ({a: 2}, \"a\" | stderr | empty)")]
    [InlineData("", "", "jq: error: The evaluation took more than 9 steps", 5, "-n", "[range(99)]", "--max-steps", "9")]
    public void Run_WhenAnEvaluationFails_TellsSoAndGoesOn(
        string input, string output, string errors, int code, params string[] words)
    {
        var (ended, written, told) = Run(input, words);

        Assert.Equal((code, output), (ended, written));
        Assert.Equal(errors, words.Contains("--max-steps") ? told.Replace(" (at <unknown>)", "").Trim() : told);
    }

    [Theory]
    [InlineData(0, "1 2", "-e", ".")]
    [InlineData(1, "1 null", "-e", ".")]
    [InlineData(4, "1 2", "-e", "empty")]
    [InlineData(4, "", "-e", ".")]
    [InlineData(0, "1 2", "-e", "select(. == 1)")]
    [InlineData(5, "2 1", "-e", "if . == 2 then true else error end")]
    [InlineData(2, "", "-q", ".")]
    [InlineData(2, "", "-n", "1", "--arg", "a")]
    [InlineData(2, "", "-n", "1", "--argjson", "a", "{")]
    [InlineData(2, "", "-n", "1", "--indent", "8")]
    [InlineData(2, "")]
    [InlineData(2, "", ".", "no-such-file")]
    [InlineData(3, "", "-n", "{")]
    [InlineData(3, "", "-n", "$x")]
    [InlineData(3, "", "-n", "input")]
    public void Run_Always_EndsWithTheCodeOfJq(int code, string input, params string[] words)
    {
        Assert.Equal(code, Run(input, words).Code);
    }

    [Fact]
    public void Run_WhenTheProgramDoesNotCompile_ShowsThePlace()
    {
        var (code, output, errors) = Run("", ["-n", "1 +\n2 +}"]);

        Assert.Equal((3, ""), (code, output));
        Assert.StartsWith("jq: error: Unexpected '}'", errors);
        Assert.EndsWith(" at line 2, column 4:\n    2 +}\n       ^\njq: 1 compile error\n", errors);
    }

    [Fact]
    public void Run_WhenAFileIsAbsent_TakesOneMoreValue()
    {
        var present = Path.GetTempFileName();
        try
        {
            File.WriteAllText(present, "1 2");
            var (code, output, errors) = Run("", [".", "no-such-file", present]);

            Assert.Equal((2, "1\n"), (code, output));
            Assert.Equal("jq: error: Could not open file no-such-file: No such file or directory\n", errors);
        }
        finally
        {
            File.Delete(present);
        }
    }

    private static (int Code, string Output, string Errors) Run(string input, string[] words)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var code = JqCommand.Run(
            words, new MemoryStream(Encoding.UTF8.GetBytes(input)), output, errors, TimeProvider.System);
        return (code, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}
