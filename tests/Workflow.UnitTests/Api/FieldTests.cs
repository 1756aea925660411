using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Xunit;

namespace Workflow.UnitTests.Api;

public sealed class FieldTests
{
    private static readonly TextField Name = new("name", "A name.", 5) { IsRequired = true };
    private static readonly NumberField Count = new("count", "A count.", 1, 10);
    private static readonly FlagField Enabled = new("enabled", "A switch.");
    private static readonly UuidField Id = new("id", "An id.");
    private static readonly TimeField At = new("at", "A time.");
    private static readonly ChoiceField Colour = new("colour", "A colour.", "red", "blue");
    private static readonly TextsField Tags = new("tags", "Tags.", 2, 3);
    private static readonly LabelsField Labels = new("labels", "Labels.");
    private static readonly ObjectField Input = new("input", "An object.");

    private static readonly BodyShape Shape = new(Name, Count, Enabled, Id, At, Colour, Tags, Labels, Input);
    private static readonly QueryShape Query = new(Count, Enabled, Id, At, Colour, Tags, Labels);

    [Fact]
    public void Body_WhenEveryFieldIsGiven_HasEveryValue()
    {
        var values = Taken("""
            {"name": "Ada", "count": 3, "enabled": true, "id": "0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55",
             "at": "2026-01-31T08:00:00+01:00", "colour": "red", "tags": ["a", "b"], "labels": {"k": "v"},
             "input":   {"n": 1.0, "s": "\ud83d\ude00"} }
            """);
        Assert.Equal("Ada", values.Get(Name));
        Assert.Equal(3, values.Get(Count));
        Assert.True(values.Get(Enabled));
        Assert.Equal(new Guid("0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55"), values.Get(Id));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 7, 0, 0, TimeSpan.Zero), values.Get(At));
        Assert.Equal("red", values.Get(Colour));
        Assert.Equal(["a", "b"], values.Get(Tags)!);
        Assert.Equal("v", values.Get(Labels)!["k"]);
        Assert.Equal("""{"n": 1.0, "s": "\ud83d\ude00"}""", values.Get(Input).ToString());
    }

    [Fact]
    public void Body_WhenAFieldIsNullOrLeftOut_HasNoValueOfIt()
    {
        var values = Taken("""{"name": "Ada", "count": null, "input": null}""");
        Assert.Null(values.OrNull(Count));
        Assert.True(values.Get(Input).IsEmpty);
        Assert.Equal(7, values.Get(Count, 7));
    }

    [Theory]
    [InlineData("""{"count": 1}""", "/name", "missing")]
    [InlineData("""{"name": null}""", "/name", "is null")]
    [InlineData("""{"name": ""}""", "/name", "is \"\"")]
    [InlineData("""{"name": "toolong"}""", "/name", "toolong")]
    [InlineData("""{"name": "a\u0000"}""", "/name", "u0000")]
    [InlineData("""{"name": "\ud83d"}""", "/name", "ud83d")]
    [InlineData("""{"name": "a", "count": 11}""", "/count", "is 11")]
    [InlineData("""{"name": "a", "count": 1.5}""", "/count", "is 1.5")]
    [InlineData("""{"name": "a", "count": "1"}""", "/count", "is \"1\"")]
    [InlineData("""{"name": "a", "enabled": "true"}""", "/enabled", "is \"true\"")]
    [InlineData("""{"name": "a", "id": "1"}""", "/id", "is \"1\"")]
    [InlineData("""{"name": "a", "at": "tomorrow"}""", "/at", "tomorrow")]
    [InlineData("""{"name": "a", "colour": "green"}""", "/colour", "green")]
    [InlineData("""{"name": "a", "tags": "a"}""", "/tags", "is \"a\"")]
    [InlineData("""{"name": "a", "tags": ["a", 1]}""", "/tags", "1]")]
    [InlineData("""{"name": "a", "tags": ["a", "b", "c"]}""", "/tags", "\"c\"")]
    [InlineData("""{"name": "a", "labels": {"k": 1}}""", "/labels", "is {")]
    [InlineData("""{"name": "a", "labels": {"k": {"x": "y"}}}""", "/labels", "is {")]
    [InlineData("""{"name": "a", "input": []}""", "/input", "is []")]
    [InlineData("""{"name": "a", "a/b": 1}""", "/a~1b", "not known")]
    public void Body_WhenAFieldIsWrong_NamesItAndItsValue(string body, string pointer, string message)
    {
        var problem = Shape.Read(Encoding.UTF8.GetBytes(body), 8, new());
        var error = Assert.Single((ProblemError[])problem!.Facts!["errors"]!);
        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(message, error.Message);
        Assert.NotEmpty(error.Expected!);
    }

    [Fact]
    public void Body_WhenMuchIsWrong_NamesEverything()
    {
        var problem = Shape.Read("""{"count": 0, "colour": 1, "x": 1}"""u8.ToArray(), 8, new());
        Assert.Equal(4, ((ProblemError[])problem!.Facts!["errors"]!).Length);
    }

    [Theory]
    [InlineData("count", "5", true)]
    [InlineData("count", "0", false)]
    [InlineData("count", "5x", false)]
    [InlineData("enabled", "true", true)]
    [InlineData("enabled", "yes", false)]
    [InlineData("at", "2026-01-31", true)]
    [InlineData("at", "2026-01-31T08:00:00 01:00", true)]
    [InlineData("at", "31.1.2026", false)]
    [InlineData("colour", "red", true)]
    [InlineData("colour", "Red", false)]
    [InlineData("tags", "a,b", true)]
    [InlineData("tags", "a,,b", false)]
    [InlineData("labels", "team=red,env:prod", true)]
    [InlineData("labels", "team", false)]
    [InlineData("color", "red", false)]
    public void Query_WhenAValueIsGiven_TakesOnlyWhatFits(string name, string text, bool isTaken)
    {
        var query = new QueryCollection(new Dictionary<string, StringValues> { [name] = text });
        Assert.Equal(isTaken, Query.TryRead(query, new FieldValues(), out var problem));
        Assert.Equal(isTaken, problem is null);
        if (problem is not null)
        {
            Assert.Equal(name, problem.Facts!["parameter"]);
            Assert.Equal(text, problem.Facts["value"]);
        }
    }

    private static FieldValues Taken(string body)
    {
        var values = new FieldValues();
        Assert.Null(Shape.Read(Encoding.UTF8.GetBytes(body), 8, values));
        return values;
    }
}
