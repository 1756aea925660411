using System.Text.Json;
using Xunit;

namespace Workflow.IntegrationTests.Contract;

public sealed class SchemaCheckTests
{
    private const string Document = """
        {"components": {"schemas": {"Point": {"type": "object", "required": ["x"],
            "properties": {"x": {"type": "integer", "format": "int32"}, "y": {"type": ["null", "number"]}}}}}}
        """;

    private const string Point = """{"$ref": "#/components/schemas/Point"}""";
    private const string MaybePoint = """{"oneOf": [{"$ref": "#/components/schemas/Point"}, {"type": "null"}]}""";

    [Theory]
    [InlineData("""{"x": 1}""", Point)]
    [InlineData("""{"x": 1, "y": null}""", Point)]
    [InlineData("""{"x": 1, "y": 1.5}""", MaybePoint)]
    [InlineData("null", MaybePoint)]
    [InlineData("""{"a": 1, "b": {}}""", "{}")]
    [InlineData("""{"a": {"x": 1}}""", """{"type": "object", "additionalProperties": {"type": "object"}}""")]
    [InlineData("""["a", "b"]""", """{"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}""")]
    [InlineData("\"2026-01-01T00:00:00Z\"", """{"type": "string", "format": "date-time"}""")]
    public void Of_WhenTheValueFits_FindsNothing(string value, string schema) => Assert.Empty(Find(value, schema));

    [Theory]
    [InlineData("{}", Point, "/x is missing")]
    [InlineData("""{"x": "1"}""", Point, "/x is string, not integer")]
    [InlineData("""{"x": 1, "z": 2}""", Point, "/z is not described")]
    [InlineData("""{"x": 3000000000}""", Point, "/x is no int32")]
    [InlineData("""{"x": null}""", MaybePoint, "the body fits 0 of")]
    [InlineData("[1]", """{"type": "array", "items": {"type": "string"}}""", "/0 is integer, not string")]
    [InlineData("""{"a": 1}""", """{"type": "object", "additionalProperties": {"type": "string"}}""", "/a is integer")]
    [InlineData("\"c\"", """{"enum": ["a", "b"]}""", "the body is not one of")]
    [InlineData("\"seven\"", """{"format": "uuid"}""", "the body is no uuid")]
    [InlineData("\"seven\"", """{"format": "date-time"}""", "the body is no date-time")]
    [InlineData("\"seven\"", """{"maxLength": 4}""", "the body is longer than 4")]
    [InlineData("5", """{"minimum": 6}""", "the body is less than 6")]
    [InlineData("5", """{"maximum": 4}""", "the body is more than 4")]
    [InlineData("5", """{"multipleOf": 5}""", "multipleOf, which is not known here")]
    public void Of_WhenTheValueDoesNotFit_NamesThePlace(string value, string schema, string expected) =>
        Assert.Contains(expected, Assert.Single(Find(value, schema)), StringComparison.Ordinal);

    private static IReadOnlyList<string> Find(string value, string schema) => SchemaCheck.Of(
        JsonDocument.Parse(value).RootElement, JsonDocument.Parse(schema).RootElement,
        JsonDocument.Parse(Document).RootElement);
}
