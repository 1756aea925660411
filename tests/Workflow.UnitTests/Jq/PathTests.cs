using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class PathTests
{
    private const string Sample = """{"a":{"b":[1,2,3]},"c":null}""";

    [Theory]
    [InlineData(".a.b[1], .a[\"b\"][-1], .c.d, .x?.y", "2 3 null null")]
    [InlineData(".a.b[1:], .a.b[:-1], .a.b[:1]", "[2,3] [1,2] [1]")]
    [InlineData(".a | .[\"b\"].[0]", "1")]
    [InlineData(".a.b[5], .a.b[1.7]", "null 2")]
    [InlineData("[.. | numbers]", "[1,2,3]")]
    [InlineData("[.[]?], [.a.b[]?], [.a.b[0][]?]", "[{\"b\":[1,2,3]},null] [1,2,3] []")]
    [InlineData(".a[0]", "!Cannot index object with number (0)")]
    [InlineData(".a.b.x", "!Cannot index array with string (\"x\")")]
    [InlineData(".a.b[0][]", "!Cannot iterate over number (1)")]
    public void Evaluate_WhenFollowingAPath_GivesWhatLiesThere(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program, Sample));

    [Theory]
    [InlineData("path(.a.b[0], .x.y)", """["a","b",0] ["x","y"]""")]
    [InlineData("[paths]", """[["a"],["a","b"],["a","b",0],["a","b",1],["a","b",2],["c"]]""")]
    [InlineData("[paths(type == \"number\" and . > 1)]", """[["a","b",1],["a","b",2]]""")]
    [InlineData("path(.a | select(.b) | .b[1:])", """["a","b",{"start":1,"end":null}]""")]
    [InlineData("path(first(.a, .c)), path(getpath([\"a\", \"x\"]))", """["a"] ["a","x"]""")]
    [InlineData("path(if .a then .c else .d end), path(.z // .a)", """["c"] ["a"]""")]
    [InlineData("path(.a | keys)", "!Invalid path expression with result [\"b\"]")]
    [InlineData("getpath([\"a\",\"b\",1])", "2")]
    [InlineData("setpath([\"a\",\"b\",0]; 9) | .a.b", "[9,2,3]")]
    [InlineData("delpaths([[\"a\",\"b\",0],[\"c\"]])", """{"a":{"b":[2,3]}}""")]
    [InlineData("del(.a.b[0,2], .c)", """{"a":{"b":[2]}}""")]
    [InlineData("del(.a.b[1:], .missing)", """{"a":{"b":[1]},"c":null}""")]
    [InlineData("pick(.a.b[1])", """{"a":{"b":[null,2]}}""")]
    [InlineData("to_entries | map(.key)", """["a","c"]""")]
    public void Evaluate_WhenPathsAreValues_ReadsAndChangesThem(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program, Sample));

    [Theory]
    [InlineData(".a.b[0] = 9", """{"a":{"b":[9,2,3]},"c":null}""")]
    [InlineData(".c.d.e = 1 | .c", """{"d":{"e":1}}""")]
    [InlineData(".a.b[] += 10 | .a.b", "[11,12,13]")]
    [InlineData(".a.b |= map(. * 2) | .a.b", "[2,4,6]")]
    [InlineData("(.a.b[] | select(. > 1)) |= empty | .a.b", "[1]")]
    [InlineData("(.a, .c) = (1, 2)", """{"a":1,"c":1} {"a":2,"c":2}""")]
    [InlineData(".c //= 5 | .a //= 6 | [.c, .a.b[0]]", "[5,1]")]
    [InlineData(".a.b[1:] = [7] | .a.b", "[1,7]")]
    [InlineData(".a.b -= [2] | .a.b", "[1,3]")]
    [InlineData(".a.b[5] = 1 | .a.b", "[1,2,3,null,null,1]")]
    [InlineData("(.. | numbers) |= . + 1 | .a.b", "[2,3,4]")]
    [InlineData(".a |= (.x = 1) | .a.x", "1")]
    [InlineData(".a |= empty", """{"c":null}""")]
    [InlineData("map_values(. // empty) | keys", """["a"]""")]
    [InlineData("walk(if type == \"number\" then . + 1 else . end) | .a.b", "[2,3,4]")]
    [InlineData(".a.b[-9] = 1", "!Out of bounds negative array index")]
    public void Evaluate_WhenAssigning_ChangesOnlyThat(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program, Sample));

    [Fact]
    public void Evaluate_WhenALongArrayIsUpdated_StaysWithinTheSteps() =>
        Assert.Equal("20000", Outputs.Of("[range(20000)] | .[] += 1 | map_values(. * 2) | length"));
}
