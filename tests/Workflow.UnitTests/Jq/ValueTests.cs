using System.Text;
using System.Text.Json;
using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class ValueTests
{
    private static readonly string[] InOrder =
    [
        "null", "false", "true", "-1", "0", "1.5", "\"\"", "\"A\"", "\"a\"", "\"ab\"", "\"\uFFFD\"", "\"😀\"",
        "[]", "[0]", "[0,0]", "[1]", "{}", "{\"a\":1}", "{\"a\":2}", "{\"a\":1,\"b\":0}", "{\"b\":0}",
    ];

    [Fact]
    public void CompareTo_WhenKindsAreMixed_OrdersAsJq()
    {
        var values = InOrder.Select(JqValue.Parse).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(values[i].CompareTo(values[j])));
                Assert.Equal(i == j, values[i].Equals(values[j]));
            }
        }
    }

    [Fact]
    public void Object_WhenAKeyComesTwice_KeepsTheLastValueInTheFirstPlace()
    {
        var value = JqValue.Object(
        [
            KeyValuePair.Create("a", JqValue.True),
            KeyValuePair.Create("b", JqValue.Null),
            KeyValuePair.Create("a", JqValue.False),
        ]);
        Assert.Equal("""{"a":false,"b":null}""", value.ToJson());
        Assert.Equal(2, value.Count);
        Assert.Equal(JqValue.Parse("""{"b":null,"a":false}"""), value);
        Assert.Equal(JqValue.Parse("""{"b":null,"a":false}""").GetHashCode(), value.GetHashCode());
    }

    [Fact]
    public void Parse_WhenObjectsAreAlike_KeepsThemApart()
    {
        const string Json = """
            [{"id":1,"kind":"a"},{"id":2,"kind":"b"},{"kind":"b","id":3},{"id":4,"id":5},{"id":6,"kind":"a","x":{}},
            {"id":7,"kind":["a","a"]},{"i":8,"kinds":"a"}]
            """;
        var twice = JqValue.Parse($"[{Json},{Json}]");
        Assert.Equal(
            """
            [{"id":1,"kind":"a"},{"id":2,"kind":"b"},{"kind":"b","id":3},{"id":5},{"id":6,"kind":"a","x":{}},
            {"id":7,"kind":["a","a"]},{"i":8,"kinds":"a"}]
            """.ReplaceLineEndings(""),
            twice.Items[1].ToJson());
        Assert.Equal(twice.Items[0], twice.Items[1]);
        Assert.Equal("a", twice.Items[1].Items[4].With("id", JqValue.Null)["kind"].AsString);
        Assert.Equal(6, twice.Items[1].Items[4]["id"].AsNumber);
    }

    [Fact]
    public void Parse_WhenShortTextsComeOften_KeepsThemApart()
    {
        var texts = Enumerable.Range(0, 3_000).Select(i => $"\"t{i % 700}\"").ToArray();
        var value = JqValue.Parse($"[{string.Join(',', texts)}]");
        Assert.Equal(texts, value.Items.Select(item => item.ToJson()));
    }

    [Fact]
    public void Accessors_WhenTheKindIsAnother_AnswerWithNothing()
    {
        var number = JqValue.Number(1.5);
        Assert.Null(number.AsString);
        Assert.Equal(1.5, number.AsNumber);
        Assert.Null(number.AsBoolean);
        Assert.True(number.IsTruthy);
        Assert.Empty(number.Items);
        Assert.Empty(number.Members);
        Assert.Equal(0, number.Count);
        Assert.True(number["a"].IsNull);
        Assert.False(number.TryGetMember("a", out _));
        Assert.Throws<JqException>(() => number.With("a", JqValue.Null));
    }

    [Fact]
    public void With_WhenTheKeyIsNewOrOld_LeavesTheFirstValueAlone()
    {
        var one = JqValue.Null.With("a", JqValue.True);
        var two = one.With("b", JqValue.False).With("a", JqValue.Null);
        Assert.Equal("""{"a":true}""", one.ToJson());
        Assert.Equal("""{"a":null,"b":false}""", two.ToJson());
    }

    [Fact]
    public void Append_WhenTwoArraysGrowFromOne_DoNotSeeEachOther()
    {
        const string Program = "reduce range(5) as $i ([]; . + [$i]) | (. + [\"x\"]), (. + [\"y\"]), .";
        Assert.Equal("[0,1,2,3,4,\"x\"] [0,1,2,3,4,\"y\"] [0,1,2,3,4]", Outputs.Of(Program));
    }

    [Fact]
    public void Objects_WhenLarge_FindEveryMember()
    {
        var value = JqValue.Object(
            Enumerable.Range(0, 100).Select(i => KeyValuePair.Create($"k{i}", JqValue.Number((long)i))));
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(i, value[$"k{i}"].AsNumber));
        Assert.Equal(value, JqValue.Object(value.Members.Reverse()));
        Assert.Equal(7, value.With("k3", JqValue.Number(7L))["k3"].AsNumber);
    }

    [Theory]
    [InlineData("""{"a":[1,2.50,"x\n\"\\é😀",null,true,{}],"b":{"c":[]}}""")]
    [InlineData("\"\\u0000\\u001f\"")]
    public void Elements_WhenTakenOver_AreTheSameAsParsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        var value = JqValue.FromElement(document.RootElement);
        Assert.Equal(JqValue.Parse(json), value);
        Assert.Equal(JqValue.Parse(json).ToJson(), value.ToJson());

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            value.WriteTo(writer);
        }

        Assert.Equal(value, JqValue.Parse(stream.ToArray()));
        Assert.Equal(value.ToJson(), Encoding.UTF8.GetString(value.ToUtf8()));
    }

    [Fact]
    public void String_WhenSurrogatesAreAlone_ReplacesThem()
    {
        Assert.Equal("a\uFFFDb", JqValue.String("a\uD800b").AsString);
        Assert.Equal("\uFFFD", JqValue.Parse("\"\\ud83d\"").AsString);
        Assert.Equal("😀", JqValue.Parse("\"\\ud83d\\ude00\"").AsString);
        using var document = JsonDocument.Parse("{\"\\ud800\":\"\\udc00\"}");
        Assert.Equal("{\"\uFFFD\":\"\uFFFD\"}", JqValue.FromElement(document.RootElement).ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("[1 2]")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("nan")]
    [InlineData("'a'")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\n\"")]
    [InlineData("[")]
    [InlineData("{\"a\"")]
    [InlineData("]")]
    [InlineData("1 2")]
    [InlineData("tru")]
    public void Parse_WhenTheTextIsNoJson_NamesThePlace(string text)
    {
        var error = Assert.Throws<JsonException>(() => JqValue.Parse(text));
        Assert.NotNull(error.LineNumber);
    }

    [Fact]
    public void Parse_WhenNestedTooDeeply_Refuses()
    {
        var deepest = new string('[', 512) + new string(']', 512);
        Assert.Equal(deepest, JqValue.Parse(deepest).ToJson());
        Assert.Throws<JsonException>(() => JqValue.Parse($"[{deepest}]"));
        Assert.Throws<JsonException>(() => JqValue.Parse(new string('[', 1_000_000)));
    }
}
