using System.Text;
using System.Text.Json;
using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class RoundTripTests
{
    [Fact]
    public void Read_WhenTheSameIsWrittenInYamlAndJson_GivesTheSame()
    {
        var yaml = Text.Definition(Samples.Yaml);
        var json = Text.Definition(Samples.Json);

        Assert.Equal(AstText.Of(json), AstText.Of(yaml));
        Assert.Equal(Encoding.UTF8.GetString(json.Json.Span), Encoding.UTF8.GetString(yaml.Json.Span));
    }

    [Fact]
    public void Json_WhenReadAgain_GivesTheSameDefinitionAndTheSameBytes()
    {
        var first = Text.Definition(Samples.Yaml);
        var second = DefinitionReader.Read(first.Json.Span).Definition!;

        Assert.Equal(AstText.Of(first), AstText.Of(second));
        Assert.Equal(first.Json.ToArray(), second.Json.ToArray());
    }

    [Fact]
    public void Json_WhenTextHasEveryKindOfCharacter_KeepsIt()
    {
        const string text = "\u0000\u0001\u001f \"\\/ é 漢 😀 \u2028 \u007f";
        var document = JsonSerializer.Serialize(new { set = new { text } });
        var definition = Text.Definition(JsonOf($$"""[{"keep":{{document}}}]"""));

        using var json = JsonDocument.Parse(definition.Json);
        var kept = json.RootElement.GetProperty("do")[0].GetProperty("keep").GetProperty("set").GetProperty("text");
        Assert.Equal(text, kept.GetString());
        Assert.Contains("漢 😀", Encoding.UTF8.GetString(definition.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheTextBeginsWithAByteOrderMark_ReadsIt() =>
        Assert.True(DefinitionReader.Read("\uFEFF" + Text.Tasks("- a: { set: . }")).IsValid);

    internal static string JsonOf(string tasks) =>
        $$"""{"document":{"dsl":"1.0.0","namespace":"n","name":"n","version":"1.0.0"},"do":{{tasks}}}""";
}
