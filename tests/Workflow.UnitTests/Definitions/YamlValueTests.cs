using System.Text;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>The core schema of YAML 1.2.</summary>
public class YamlValueTests
{
    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("2024-05-01", "\"2024-05-01\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("0b11", "\"0b11\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int 5", "5")]
    [InlineData("true", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("tRue", "\"tRue\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("NULL", "null")]
    [InlineData("5", "5")]
    [InlineData("-17", "-17")]
    [InlineData("+3", "3")]
    [InlineData("007", "7")]
    [InlineData("0o17", "15")]
    [InlineData("0xfF", "255")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1.0")]
    [InlineData("-.5", "-0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData(".", "\".\"")]
    [InlineData("+", "\"+\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("|-\n        two\n        lines", "\"two\\nlines\"")]
    [InlineData(">-\n        one\n        line", "\"one line\"")]
    public void Json_WhenAScalarIsPlainOrQuoted_HasItsMeaningInYaml12(string yaml, string json)
    {
        var definition = Text.Definition(Text.With($"do:\n- a:\n    set:\n      x: {yaml}\n"));
        var written = Encoding.UTF8.GetString(definition.Json.Span);
        Assert.EndsWith($"{{\"set\":{{\"x\":{json}}}}}}}]}}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_WhenAnchorsAreUsed_HasTheValuesWrittenOut()
    {
        var definition = Text.Definition(Text.With("do:\n- a: &x { set: { v: &y [1, 2], w: *y } }\n- b: *x\n"));
        Assert.EndsWith(
            """[{"a":{"set":{"v":[1,2],"w":[1,2]}}},{"b":{"set":{"v":[1,2],"w":[1,2]}}}]}""",
            Encoding.UTF8.GetString(definition.Json.Span), StringComparison.Ordinal);
        Assert.Equal("/do/1/b", Assert.IsType<SetTask>(definition.Do.Tasks[1]).Pointer);
    }

    [Theory]
    [InlineData("PT30S", 30)]
    [InlineData("P1DT2H3M4.5S", 93_784.5)]
    [InlineData("P2W", 1_209_600)]
    [InlineData("PT0S", 0)]
    [InlineData("P36500D", 3_153_600_000)]
    public void TryParseIso_WhenTheTextIsADuration_GivesIt(string text, double seconds)
    {
        Assert.True(DurationSpec.TryParseIso(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("PT1S ")]
    [InlineData("pt1s")]
    [InlineData("P1DT")]
    [InlineData("PT-1S")]
    [InlineData("P36501D")]
    [InlineData("PT999999999999999999S")]
    public void TryParseIso_WhenTheTextIsNone_SaysSo(string text) =>
        Assert.False(DurationSpec.TryParseIso(text, out _));
}
