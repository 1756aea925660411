using Workflow.Jq;
using Workflow.Model;
using Workflow.Schemas;
using Xunit;

namespace Workflow.UnitTests.Schemas;

public sealed class JsonSchemaTests
{
    private const string Tree = """
        {"$defs":{"node":{"type":"object","required":["name"],
          "properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/node"}}}}},
         "$ref":"#/$defs/node"}
        """;

    private const string Closed = """
        {"allOf":[{"properties":{"a":{"type":"number"}}}],"properties":{"b":true},"unevaluatedProperties":false}
        """;

    [Theory]
    [InlineData("true", "1", "")]
    [InlineData("false", "1", "must not be there")]
    [InlineData("""{"type":"integer"}""", "1.0", "")]
    [InlineData("""{"type":"integer"}""", "1.5", "must be integer, but is 1.5")]
    [InlineData("""{"type":["string","null"]}""", "[]", "must be string or null, but is a list")]
    [InlineData("""{"enum":["a",{"b":1}]}""", """{"b":1.0}""", "")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", "must be \"a\" or \"b\", but is \"c\"")]
    [InlineData("""{"const":null}""", "0", "must be null, but is 0")]
    [InlineData("""{"minimum":1,"exclusiveMaximum":2}""", "2", "must be less than 2, but is 2")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "")]
    [InlineData("""{"multipleOf":0.1}""", "0.35", "must be a multiple of 0.1, but is 0.35")]
    [InlineData("""{"maxLength":1}""", "\"😀\"", "")]
    [InlineData("""{"minLength":2}""", "\"😀\"", "must have at least 2 characters, but is \"😀\"")]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"12\"", "")]
    [InlineData("""{"pattern":"(?m)^x$"}""", "\"x\\ny\"", "")]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"x\"", "must match ^\\d+$, but is \"x\"")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a"]""", "")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a",1]""", "/1 must not be there")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "/2 must differ from every item before it")]
    [InlineData("""{"contains":{"type":"string"},"minContains":2}""", """[1,"a","b"]""", "")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "must have at most 1 items, but has 2")]
    [InlineData("""{"required":["a","b"]}""", """{"a":1}""", "lacks the member 'b'")]
    [InlineData("""{"properties":{"a/b":{"type":"string"}}}""", """{"a/b":1}""", "/a~1b must be string, but is 1")]
    [InlineData("""{"patternProperties":{"^x":{"type":"string"}},"additionalProperties":false}""", """{"y":1}""",
        "/y must not be there")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""",
        "has the member 'ab', whose name is not allowed")]
    [InlineData("""{"dependentRequired":{"card":["name"]}}""", """{"card":1}""",
        "lacks the member 'name', which is needed beside 'card'")]
    [InlineData("""{"dependencies":{"a":["b"],"c":{"required":["d"]}}}""", """{"c":1}""", "lacks the member 'd'")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "1",
        "fits none of the 2 alternatives in `anyOf`")]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}]}""", "1",
        "must fit exactly one of the 2 alternatives in `oneOf`, but fits 2")]
    [InlineData("""{"not":{"type":"null"}}""", "null", "is what `not` excludes")]
    [InlineData("""{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""", """{"a":1}""",
        "lacks the member 'b'")]
    [InlineData("""{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""", "{}",
        "lacks the member 'c'")]
    [InlineData(Tree, """{"name":"a","children":[{"name":"b"},{"children":[]}]}""",
        "/children/1 lacks the member 'name'")]
    [InlineData(Closed, """{"a":1,"b":2}""", "")]
    [InlineData(Closed, """{"a":1,"c":2}""", "/c must not be there")]
    [InlineData("""{"unevaluatedItems":false,"prefixItems":[true]}""", "[1,2]", "/1 must not be there")]
    [InlineData("""{"$id":"http://x/a","$defs":{"s":{"$id":"b","type":"string"}},"$ref":"b"}""", "1",
        "must be string, but is 1")]
    [InlineData("""{"format":"email","title":"t","x-own":1}""", "1", "")]
    [InlineData("""{"$ref":"#"}""", "1",
        "cannot be checked: the schema branches or refers to itself too often")]
    public void Check_WhenAValueIsGiven_SaysWhereAndWhyItDoesNotFit(string schema, string value, string expected) =>
        Assert.Equal(
            expected.Length == 0 || expected[0] == '/' ? expected : $"the value {expected}",
            string.Join("\n", Compile(schema).Check(RawJson.FromText(value))));

    [Theory]
    [InlineData("^a$", "a", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("^(a|b$)", "b\n", false)]
    [InlineData("^\\p{L}$", "é", true)]
    [InlineData("^\\p{L}$", "é\n", false)]
    [InlineData("^a\\n$", "a\n", true)]
    [InlineData("^a\\n$", "a\n\n", false)]
    [InlineData("^[$]$", "$", true)]
    [InlineData("^[^a$]$", "$", false)]
    [InlineData("^[\\]$]$", "$", true)]
    [InlineData("^[[$]$", "$", true)]
    [InlineData("^[]$]$", "$", true)]
    [InlineData("^[]$]$", "?", false)]
    [InlineData("^\\$$", "$", true)]
    [InlineData("^\\$$", "$\n", false)]
    [InlineData("^\\\\$", "\\\n", false)]
    public void Check_WhenAPatternHasADollar_MeansTheVeryEndUnlessItIsACharacter(
        string pattern, string text, bool isFit) => Assert.Equal(
        isFit,
        Compile($$"""{"pattern":{{JqValue.String(pattern).ToJson()}}}""")
            .Check(RawJson.FromText(JqValue.String(text).ToJson())).Count == 0);

    [Fact]
    public void Check_WhenMuchIsWrong_StopsWhereItIsTold()
    {
        var schema = Compile("""{"items":{"type":"string"}}""");

        Assert.Equal(["/0", "/1"], schema.Check(JqValue.Parse("[1,2,3]"), most: 2).Select(one => one.Pointer));
    }

    [Theory]
    [InlineData("1", "the value must be an object, true or false, but is 1")]
    [InlineData("""{"properties":{"a":{"type":"text"}}}""",
        "/properties/a/type must be one of null, boolean, number, integer, string, array, object, or a list of them, "
        + "but is \"text\"")]
    [InlineData("""{"required":"a"}""", "/required must be a list, but is \"a\"")]
    [InlineData("""{"required":[1]}""", "/required must be a list of texts, but is a list")]
    [InlineData("""{"minLength":-1}""", "/minLength must be a whole number from 0, but is -1")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf must be more than 0, but is 0")]
    [InlineData("""{"items":{"$ref":"http://elsewhere/x"}}""",
        "/items/$ref is 'http://elsewhere/x', which leads nowhere in this schema; references stay within it: put what "
        + "is meant into `$defs` and write `#/$defs/name`")]
    [InlineData("""{"$dynamicRef":"#a"}""", "/$dynamicRef is not supported; write what is meant as `$ref`")]
    [InlineData("""{"requird":["a"]}""", "/requird is no word of JSON Schema; did you mean `required`?")]
    [InlineData("""{"properties":{"a":{"minimum":"1"}},"items":{"type":3}}""",
        "/items/type must be a list, but is 3", "/properties/a/minimum must be a number, but is \"1\"")]
    public void Read_WhenTheDocumentIsNoSchema_NamesEveryPlace(string schema, params string[] faults)
    {
        var (read, found) = JsonSchema.Read(RawJson.FromText(schema));

        Assert.Null(read);
        Assert.Equal(faults, found.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Read_WhenAPatternIsNoneOrTheTextIsTooLong_SaysSo()
    {
        var pattern = JsonSchema.Read(RawJson.FromText("""{"pattern":"("}""")).Faults.Single();
        var length = JsonSchema.Read(RawJson.FromText($"\"{new string('x', JsonSchema.BytesMax)}\"")).Faults.Single();

        Assert.StartsWith("/pattern is no regular expression: ", pattern.ToString(), StringComparison.Ordinal);
        Assert.Equal($"has {JsonSchema.BytesMax + 2} bytes; {JsonSchema.BytesMax} are allowed", length.Message);
    }

    private static JsonSchema Compile(string schema)
    {
        var (read, faults) = JsonSchema.Read(RawJson.FromText(schema));
        Assert.True(read is not null, string.Join("; ", faults));
        return read;
    }
}
