using System.Text.Json;
using Workflow.Bridge.Logins;
using Workflow.Model;
using Workflow.Outgoing.Secrets;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class RedactionTests
{
    private const string Value = "a\"b/c+d é&";

    [Theory]
    [InlineData("it is a\"b/c+d é&!", "it is [secret]!")]
    [InlineData("it is a%22b%2Fc%2Bd+%C3%A9%26!", "it is [secret]!")]
    [InlineData("it is a%22b%2Fc%2Bd%20%C3%A9%26!", "it is [secret]!")]
    [InlineData("""{"it":"a\u0022b/c\u002Bd \u00E9\u0026"}""", """{"it":"[secret]"}""")]
    [InlineData("""{"it":"a\"b/c+d é&"}""", """{"it":"[secret]"}""")]
    [InlineData("nothing of it", "nothing of it")]
    public void Clean_WhenATextHoldsItInSomeForm_TakesItOut(string text, string clean) =>
        Assert.Equal(clean, new Redaction(Value).Clean(text));

    [Theory]
    [InlineData("""["a\"b\/c+d é&", 1]""", """["[secret]", 1]""")]
    [InlineData("""{"x a\u0022b\u002fc\u002bd \u00e9\u0026 y" : {"z":"q"}}""", """{"x [secret] y" : {"z":"q"}}""")]
    [InlineData("""{"\ud800":"a\"b/c+d é&","z":"\ud800"}""", """{"\ud800":"[secret]","z":"\ud800"}""")]
    [InlineData("""{ "a":"b\n", "c":[1.50e1, null] }""", """{ "a":"b\n", "c":[1.50e1, null] }""")]
    public void Clean_WhenJsonHoldsIt_TakesItOutAndLeavesTheRestAsItIs(string json, string clean)
    {
        var cleaned = new Redaction(Value).Clean(RawJson.FromText(json)).ToString();

        Assert.Equal(clean, cleaned);
        using var document = JsonDocument.Parse(cleaned);
    }

    [Fact]
    public void Clean_WhenItIsANumberInJson_PutsATextInItsPlace() =>
        Assert.Equal("""{"pin":"[secret]"}""",
            new Redaction("12345678").Clean(RawJson.FromText("""{"pin":12345678}""")).ToString());

    [Fact]
    public void Clean_WhenItIsShort_LeavesOutputsAlone()
    {
        var redaction = new Redaction("test");

        Assert.Equal("\"testing\"", redaction.Clean(RawJson.FromText("\"testing\"")).ToString());
        Assert.Equal("[secret]ing", redaction.Clean("testing"));
    }

    [Fact]
    public void Clean_WhenOneSecretIsPartOfAnother_TakesBothOutWhole() =>
        Assert.Equal("[secret] [secret]", new Redaction("longer", "longer-still").Clean("longer-still longer"));
}
