using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class DocumentErrorTests
{
    [Theory]
    [InlineData("dsl: '1.0.3'", "dsl: '1.1.0'", "/document/dsl", 2, 8, "Version `1.1.0` of the DSL is not supported")]
    [InlineData("dsl: '1.0.3'", "dsl: 1.0", "/document/dsl", 2, 8, "but is the number 1.0. Put it in quotes.")]
    [InlineData(
        "namespace: default",
        "namespace: a_b", "/document/namespace", 3, 14, "1 to 63 letters, digits and '-'")]
    [InlineData("name: sample", "name: -x", "/document/name", 4, 9, "with a letter or digit at both ends, but is `-x`")]
    [InlineData("version: '1.0.0'", "version: 1.0.0.0", "/document/version", 5, 12, "a semantic version")]
    [InlineData("version: '1.0.0'", "version: 01.0.0", "/document/version", 5, 12, "a semantic version")]
    [InlineData("version: '1.0.0'", "", "/document", 1, 1, "The property `version` is missing")]
    [InlineData("version: '1.0.0'", "version: '1.0.0'\n  titel: x", "/document/titel", 6, 3, "did you mean `title`?")]
    [InlineData(
        "version: '1.0.0'",
        "version: '1.0.0'\n  title: [x]", "/document/title", 6, 10, "`title` must be text, but is a list")]
    [InlineData("version: '1.0.0'", "version: '1.0.0'\n  tags: x", "/document/tags", 6, 9, "must be an object")]
    public void Read_WhenTheHeaderIsWrong_SaysWhereAndWhat(
        string good, string bad, string pointer, int line, int column, string message)
    {
        var text = Text.With("do: []\n").Replace(good, bad, StringComparison.Ordinal);
        var error = Assert.Single(Text.Errors(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((pointer, line, column), (error.Pointer, error.Line, error.Column));
    }

    [Theory]
    [InlineData("doo: []", "/doo", 1, 1, "did you mean `do`?")]
    [InlineData("do: []\ntimeout: nope", "/timeout", 2, 10, "`use.timeouts` defines no `nope`.")]
    [InlineData(
        "do: []\ntimeout: lnog\nuse: { timeouts: { long: { after: PT1H } } }",
        "/timeout", 2, 10, "did you mean `long`?")]
    [InlineData("do: []\ntimeout: {}", "/timeout", 2, 1, "The property `after` is missing")]
    [InlineData(
        "do: []\nuse: { retries: [] }",
        "/use/retries", 2, 17, "must be an object that gives each component a name")]
    [InlineData(
        "do: []\nuse: { retries: { r: { dealy: PT1S } } }",
        "/use/retries/r/dealy", 2, 24, "did you mean `delay`?")]
    [InlineData(
        "do: []\nuse: { errors: { e: { status: 400 } } }",
        "/use/errors/e", 2, 18, "The property `type` is missing")]
    [InlineData("do: []\nuse: { timeouts: { t: PT1S } }", "/use/timeouts/t", 2, 23, "must be an object with `after`")]
    [InlineData("do: []\ninput: .x", "/input", 2, 8,
        "`input` must be an object with `schema` or `from`, but is the text `.x`")]
    [InlineData("do: []\noutput: { as: 5 }", "/output/as", 2, 15, "must be a jq expression as text, or an object")]
    [InlineData("do: []\ndo: []", "/do", 2, 1, "stands here a second time (first in line 6); keep one")]
    [InlineData("do:", "/do", 1, 1, "`do` must be a list of tasks, each written `- name: …`, but is empty (null)")]
    public void Read_WhenASectionIsWrong_SaysWhereAndWhat(
        string rest, string pointer, int line, int column, string message)
    {
        var errors = Text.Errors(Text.With(rest));
        var error = Assert.Single(errors, error => error.Pointer == pointer);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line - Text.HeaderLines, error.Column));
    }

    [Theory]
    [InlineData("5 seconds", "is no ISO 8601 duration")]
    [InlineData("P1M", "years and months are not allowed")]
    [InlineData("-PT1S", "is no ISO 8601 duration")]
    [InlineData("P40000D", "at most 36500 days")]
    [InlineData("PT", "is no ISO 8601 duration")]
    [InlineData("{}", "The duration is empty")]
    [InlineData("{ days: 40000 }", "longer than 36500 days")]
    [InlineData("30", "must be a duration")]
    public void Read_WhenADurationIsWrong_SaysWhatIsAllowed(string duration, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ wait: {duration} }}")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(("/do/0/a/wait", 16), (error.Pointer, error.Column));
    }

    [Theory]
    [InlineData("{ second: 5 }", "second", "did you mean `seconds`?")]
    [InlineData("{ seconds: 1.5 }", "seconds", "must be a whole number, zero or more")]
    [InlineData("{ seconds: -1 }", "seconds", "must be a whole number, zero or more")]
    [InlineData("{ seconds: '${ .x }' }", "seconds", "must be a whole number, zero or more")]
    public void Read_WhenAMemberOfADurationIsWrong_NamesIt(string duration, string member, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ wait: {duration} }}")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("/do/0/a/wait/" + member, error.Pointer);
    }

    [Fact]
    public void Read_WhenManyThingsAreWrong_FindsEveryOneInOrder()
    {
        var errors = Text.Errors("""
            document: { dsl: 2.0.0, namespace: n, name: n, version: 1 }
            do:
              - a: { swithc: [] }
              - b: { set: '${ .x' , then: c }
              - b: { wait: soon }
            colour: red
            """);

        Assert.Equal(
            [
                "/document/dsl", "/document/version", "/do/0/a/swithc", "/do/1/b/set", "/do/1/b/then", "/do/2/b",
                "/do/2/b/wait", "/colour",
            ],
            errors.Select(error => error.Pointer));
        Assert.Equal([1, 1, 3, 4, 4, 5, 5, 6], errors.Select(error => error.Line));
    }

    [Fact]
    public void Read_WhenATaskHasTwoKinds_FindsTheErrorsInBoth()
    {
        var errors = Text.Errors(Text.Tasks("- a: { wait: soon, set: { x: '${' }, colour: red, if: 5 }"));

        Assert.Equal(
            ["/do/0/a", "/do/0/a/wait", "/do/0/a/set/x", "/do/0/a/colour", "/do/0/a/if"],
            errors.Select(error => error.Pointer));
    }

    [Fact]
    public void Read_WhenThereAreMoreErrorsThanListed_ListsTheFirstAndCountsAll()
    {
        var rest = "do: []\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"x{i}: 1\n"));
        var result = DefinitionReader.Read(Text.With(rest), new DefinitionLimits { Errors = 7 });

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"/x{i}"), result.Errors.Select(error => error.Pointer));
        Assert.Equal(30, result.ErrorsFound);
    }
}
