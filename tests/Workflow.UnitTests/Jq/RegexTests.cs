using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class RegexTests
{
    [Theory]
    [InlineData("test(\"B\"), test(\"B\"; \"i\"), test([\"b\"])", "false true true")]
    [InlineData("[match(\"[a-z]\"; \"g\").string]", """["a","b","c"]""")]
    [InlineData("capture(\"(?<x>b)(?<y>z)?\")", """{"x":"b","y":null}""")]
    [InlineData("[scan(\"[ac]\")], [scan(\"(a)(b)\")]", """["a","c"] [["a","b"]]""")]
    [InlineData("sub(\"b\"; \"-\"), gsub(\"[ab]\"; \"<\\(.)>\")", "\"a-c\" \"<{}><{}>c\"")]
    [InlineData("gsub(\"(?<l>[a-z])\"; .l + .l)", "\"aabbcc\"")]
    [InlineData("[sub(\"b\"; \"1\", \"2\")]", """["a1c","a2c"]""")]
    [InlineData("gsub(\"\"; \"-\"), gsub(\"$\"; \"!\"), gsub(\"^\"; \"!\")", "\"-a-b-c-\" \"abc!\" \"!abc\"")]
    [InlineData("split(\"B\"; \"i\"), [splits(\"b\")]", """["a","c"] ["a","c"]""")]
    [InlineData("test(\"a c\"; \"x\"), test(\"a B c\"; \"xi\")", "false true")]
    [InlineData("test(\"(\")", "!")]
    [InlineData("test(\"a\"; \"q\")", "!q is not a valid modifier string")]
    public void Evaluate_WhenAPatternIsApplied_Matches(string program, string expected)
    {
        var outputs = Outputs.Of(program, "\"abc\"");
        Assert.Equal(expected, expected == "!" ? outputs[..1] : outputs);
    }

    [Theory]
    [InlineData("[match(\".\"; \"g\") | [.offset, .length, .string]]", """[[0,1,"😀"],[1,1,"a"],[2,1,"😀"]]""")]
    [InlineData("[match(\"[^a]\"; \"g\").string]", """["😀","😀"]""")]
    [InlineData("gsub(\"\"; \"-\")", "\"-😀-a-😀-\"")]
    [InlineData("[scan(\"\\\\W\")], test(\"^.a.$\"), test(\"😀+$\")", """["😀","😀"] true true""")]
    public void Evaluate_WhenTheTextHasAstralCharacters_CountsCodePoints(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program, "\"😀a😀\""));

    [Theory]
    [InlineData("\"a1_\" | [scan(\"[[:alpha:]]\")], [scan(\"\\\\h\")]", """["a"] ["a","1"]""")]
    [InlineData("\"aaa\" | test(\"a++a\"), test(\"a*+$\"), test(\"(?>a+)a\")", "false true false")]
    [InlineData("\"a\\nb\" | test(\"a.b\"), test(\"a.b\"; \"p\"), test(\"^b\"), test(\"a$\")",
        "false true false false")]
    [InlineData("\"x{y}\" | test(\"{y}\"), test(\"x{1}\"), sub(\"x{,2}\"; \"\")", "true true \"{y}\"")]
    [InlineData("\"é\" | test(\"\\\\x{e9}\"), test(\"[\\\\w]\"), test(\"\\\\bé\\\\b\")", "true true true")]
    public void Evaluate_WhenThePatternUsesOnigurumasSyntax_Understands(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Fact]
    public void Evaluate_WhenAPatternExplodesButIsRegular_StaysLinear() => Assert.Equal(
        "false", Outputs.Of("\"a\" * 2000 + \"!\" | test(\"^(a+)+$\")"));

    [Fact]
    public void Evaluate_WhenAPatternNeedsBacktrackingAndExplodes_MeetsTheTimeLimit()
    {
        var arguments = Outputs.Within(new JqLimits { RegexTime = TimeSpan.FromMilliseconds(20) });
        var program = JqProgram.Compile("\"a\" * 40 + \"!\" | try test(\"^(?=(a+)+$)\") catch \"caught\"");
        var error = Assert.Throws<JqException>(() => program.First(JqValue.Null, arguments));
        Assert.Equal("regex_time", error.Limit);
    }
}
