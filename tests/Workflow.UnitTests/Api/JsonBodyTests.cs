using System.Text;
using Workflow.Api.Executions;
using Workflow.Api.Http;
using Xunit;

namespace Workflow.UnitTests.Api;

public sealed class JsonBodyTests
{
    [Fact]
    public void TryReadMembers_WhenTheBodyIsAnObject_CutsOutItsMembersAsTheyAre()
    {
        Assert.True(Read("""{ "a" : { "x": [1, {"y" : null}] } , "b":"t\u0041", "c": -1.50e3,"d":[ ],"e":true }""",
            out var members));
        Assert.Equal(
            ["""a={ "x": [1, {"y" : null}] }""", """b="t\u0041" """.TrimEnd(), "c=-1.50e3", "d=[ ]", "e=true"],
            members.Select(member => $"{member.Name}={member.Value}"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\uFEFF{ }")]
    public void TryReadMembers_WhenTheObjectIsEmpty_GivesNone(string text)
    {
        Assert.True(Read(text, out var members));
        Assert.Empty(members);
    }

    [Theory]
    [InlineData("""{"a": {"b": 1}, "a": {}}""", "twice")]
    [InlineData("[1]", "object")]
    [InlineData("3", "object")]
    [InlineData("""{"a": [[[[[1]]]]]}""", "4 times")]
    public void TryReadMembers_WhenTheShapeIsWrong_SaysHow(string text, string reason)
    {
        Assert.False(JsonBody.TryReadMembers(Encoding.UTF8.GetBytes(text), 4, out _, out var problem));
        Assert.Contains(reason, problem.Detail);
        Assert.Equal(422, problem.Status);
    }

    [Theory]
    [InlineData("{\"a\": 1,}")]
    [InlineData("{\"a\": 01}")]
    [InlineData("{'a': 1}")]
    [InlineData("{\"a\": \"\u0001\"}")]
    [InlineData("{} trailing")]
    [InlineData("{\"a\": 1 /* no */}")]
    [InlineData("{")]
    public void TryReadMembers_WhenItIsNoJson_NamesThePlaceWithoutOurOwnTypes(string text)
    {
        Assert.False(JsonBody.TryReadMembers(Encoding.UTF8.GetBytes(text), 4, out _, out var problem));
        Assert.Equal("/problems/malformed-json", problem.Type);
        Assert.StartsWith("Line 1, byte ", problem.Detail);
        Assert.DoesNotContain("BytePositionInLine", problem.Detail);
        Assert.DoesNotContain("System.", problem.Detail);
    }

    private static bool Read(string text, out List<JsonMember> members) =>
        JsonBody.TryReadMembers(Encoding.UTF8.GetBytes(text), 4, out members, out _);
}
