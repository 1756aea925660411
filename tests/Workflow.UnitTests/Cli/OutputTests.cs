using System.Text.Json.Nodes;
using Workflow.Cli.Output;
using Xunit;

namespace Workflow.UnitTests.Cli;

public sealed class OutputTests
{
    [Theory]
    [InlineData(
        """{"a": 1, "b": [true, null, "x y"], "c": {}, "d": []}""",
        "a: 1\nb:\n  - true\n  - null\n  - x y\nc: {}\nd: []\n")]
    [InlineData(
        """[{"a": "1", "b": "no"}, [1, [2]]]""",
        "- a: \"1\"\n  b: \"no\"\n- - 1\n  - - 2\n")]
    [InlineData(
        """{"t": "a: b", "d": "2026-11-21", "e": "", "m": "a\nb\n"}""",
        "t: \"a: b\"\nd: \"2026-11-21\"\ne: \"\"\nm: |\n  a\n  b\n")]
    [InlineData(
        """{"f": "\ud83d\ude00 .a", "g": "a\n\n", "h": "Jörg"}""",
        "f: \"😀 .a\"\ng: \"a\\n\\n\"\nh: Jörg\n")]
    public void Yaml_WhenGivenJson_QuotesWhatWouldBeReadAsSomethingElse(string json, string yaml) =>
        Assert.Equal(yaml, YamlText.Of(JsonNode.Parse(json)));

    [Fact]
    public void Record_WhenItHasParts_IndentsThemAndLeavesOutNulls() =>
        Assert.Equal(
            "id      1\nnote    a b\nat      2026-11-21 03:42:41Z\nlabels  x,y\ndeep\n  m: 1\n",
            RecordText.Of(JsonNode.Parse(
                """
                {"id": 1, "note": "a\nb", "at": "2026-11-21T03:42:41.433166Z", "none": null, "labels": ["x", "y"],
                 "deep": {"m": 1}}
                """)!.AsObject()));

    [Fact]
    public void Table_WhenPiped_AlignsColumnsAndCutsNothing() =>
        Assert.Equal(
            "A    B\n1    a very long text\n123\n",
            TableText.Plain([["1", "a very long text"], ["123", ""]], ["A", "B"]));

    [Fact]
    public void Cell_WhenATextSteersTerminals_DoesNotPassItOn() =>
        Assert.Equal("\uFFFD[2Jx y", CellText.Of(JsonValue.Create("\u001b[2Jx\ny")));
}
