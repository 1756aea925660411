using Workflow.Api.Compare;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Api;

public sealed class JsonDiffTests
{
    [Theory]
    [InlineData("1", "1.0", "")]
    [InlineData("""{"a": 1, "b": 2}""", """{"b": 2, "a": 1}""", "")]
    [InlineData("1", "2", " changed 1 2")]
    [InlineData("1", "\"1\"", " changed 1 \"1\"")]
    [InlineData("""{"a": {"b": [1, 2]}}""", """{"a": {"b": [1, 3]}}""", "/a/b/1 changed 2 3")]
    [InlineData("""{"a": 1}""", """{"b": null}""", "/a removed 1 -|/b added - null")]
    [InlineData("[1, 2, 3]", "[1]", "/1 removed 2 -|/2 removed 3 -")]
    [InlineData("[]", "[[1]]", "/0 added - [1]")]
    [InlineData("""{"x/y": 1, "x~y": 1, "": 1}""", """{"x/y": 2, "x~y": 2, "": 2}""",
        "/x~1y changed 1 2|/x~0y changed 1 2|/ changed 1 2")]
    [InlineData("[]", "{}", " changed [] {}")]
    [InlineData(null, "null", "")]
    [InlineData(null, "{}", " changed null {}")]
    public void Of_WhenCompared_NamesThePlaces(string? left, string? right, string expected)
    {
        var found = Diff(left, right);
        Assert.Equal(expected, string.Join('|', found.Differences.Select(
            one => $"{one.Pointer} {one.Change} {Shown(one.Left)} {Shown(one.Right)}")));
        Assert.Equal(expected.Length == 0, found.Equal);
        Assert.False(found.Truncated);
    }

    [Fact]
    public void R9_Of_WhenThereAreManyDifferences_ListsTheFirstAndSaysSo()
    {
        var found = Diff("[1,2,3,4,5,6]", "[6,5,4,3,2,1]");
        Assert.Equal("/0 /1 /2", string.Join(' ', found.Differences.Select(one => one.Pointer)));
        Assert.Equal("True False", $"{found.Truncated} {found.Equal}");
        Assert.Contains("first 3", found.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WhenThereAreExactlyAsManyDifferencesAsAreListed_IsWhole() =>
        Assert.False(Diff("[1,2,3]", "[3,1,2]").Truncated);

    [Theory]
    [InlineData("\"123456789012345\"", "\"\\\"123456789012345…\"")]
    [InlineData("\"12345678901234😀x\"", "\"\\\"12345678901234…\"")]
    public void R9_Of_WhenAValueIsLong_ShowsItsBeginning(string value, string shown)
    {
        var found = Assert.Single(Diff(value, "1").Differences);
        Assert.True(found.Shortened);
        Assert.Equal(shown, found.Left.ToString());
        Assert.Equal("1", found.Right.ToString());
    }

    [Fact]
    public void R9_Of_WhenAValueIsNestedTooDeep_SaysSo()
    {
        var found = Diff(new string('[', 600) + new string(']', 600), "1");
        Assert.Null(found.Equal);
        Assert.True(found.Truncated);
        Assert.Contains("depth", found.Note, StringComparison.OrdinalIgnoreCase);
    }

    private static JsonDifferences Diff(string? left, string? right) => JsonDiff.Of(
        left is null ? default : RawJson.FromText(left), right is null ? default : RawJson.FromText(right), 3, 16);

    private static string Shown(RawJson json) => json.IsEmpty ? "-" : json.ToString();
}
