using System.Text;
using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class SyntaxErrorTests
{
    [Theory]
    [InlineData("{\"document\": {\"dsl\": \"1.0.3\",}}", 1, 30, "a comma stands before the closing bracket")]
    [InlineData("{\"a\": 1,\n \"é😀\": tru }", 2, 12, "Expected the literal 'true'")]
    [InlineData("{\"a\": 1} x", 1, 10, "'x' is invalid after a single JSON value")]
    [InlineData("{\"a\": 1", 1, 8, "the text ends before every `{` and `[` is closed")]
    [InlineData("{\"a\": 'x'}", 1, 7, "''' is an invalid start of a value")]
    [InlineData("{\"a\": 1 // why\n}", 1, 9, "JSON has no comments")]
    [InlineData("{\"a\": \"\\ud800\"}", 1, 7, "half of a surrogate pair")]
    [InlineData("{\"a\": 1e999}", 1, 7, "too large for a double")]
    public void Read_WhenJsonIsBroken_SaysWhere(string json, int line, int column, string message) =>
        AssertSyntax(json, line, column, message);

    [Theory]
    [InlineData("a: [1,\nb: 2\n", 1, 4, "the [ that opens here is not closed")]
    [InlineData("a: {b: 1\n", 2, 1, "inside the { that opens in line 1, column 4")]
    [InlineData("a:\n\t- b", 2, 1, "Indent with spaces, not with tabs")]
    [InlineData("a: ${ {a: 1} }", 1, 9, "Put the expression in single quotes")]
    [InlineData("a: b: c", 1, 5, "Put text that holds ': ' in quotes")]
    [InlineData("a: @b", 1, 4, "Put text that begins with @")]
    [InlineData("a: 'x", 1, 4, "unexpected end of stream")]
    [InlineData("a:\n  b: 1\n c: 2", 3, 2, "Check the indentation")]
    [InlineData("a: *y", 1, 4, "has no anchor &y before it")]
    [InlineData("a: &x [*x]", 1, 8, "stands inside the value that it repeats")]
    [InlineData("a: !foo 1", 1, 4, "The YAML tag `!foo` is not supported")]
    [InlineData("a: .inf", 1, 4, "JSON has no infinite numbers")]
    [InlineData("<<: { a: 1 }", 1, 1, "Merge keys (<<) are not part of YAML 1.2")]
    [InlineData("? [a]\n: b", 1, 3, "A property name must be text")]
    [InlineData("a: 1\n---\nb: 1", 2, 1, "A second YAML document begins here")]
    [InlineData("", 1, 1, "The document is empty")]
    [InlineData("# nothing\n", 1, 1, "The document is empty")]
    [InlineData("- a", 1, 1, "The document must be an object")]
    [InlineData("text", 1, 1, "The document must be an object")]
    public void Read_WhenYamlIsBroken_SaysWhere(string yaml, int line, int column, string message) =>
        AssertSyntax(yaml, line, column, message);

    [Fact]
    public void Read_WhenTheTextIsNotUtf8_SaysWhere()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes("a: b\nc: é"), 0xff];
        var error = Assert.Single(DefinitionReader.Read(text).Errors);
        Assert.Equal((2, 5), (error.Line, error.Column));
        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }

    private static void AssertSyntax(string text, int line, int column, string message)
    {
        var error = Assert.Single(Text.Errors(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }
}
