using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Http.OpenApi;

/// <summary>Schemas of what callers send.</summary>
internal static class Schemas
{
    public static OpenApiSchema Of(BodyShape body) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = body.Fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => Of(field)),
        Required = body.Fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(),
        AdditionalPropertiesAllowed = false,
    };

    public static OpenApiSchema Of(Field field)
    {
        var facts = field.Schema;
        var type = TypeOf(facts.Type);
        var members = facts.Type == "object" ? facts.Shape?.Fields : null;
        return new OpenApiSchema
        {
            // What may be left out may be null as well.
            Type = field.IsRequired || type is null ? type : type | JsonSchemaType.Null,
            Format = facts.Format,
            Description = field.Description,
            Minimum = facts.Least?.ToString(CultureInfo.InvariantCulture),
            Maximum = facts.Most?.ToString(CultureInfo.InvariantCulture),
            MaxLength = facts.LengthMax,
            Enum = facts.Type == "string" ? EnumOf(facts.Values) : null,
            Default = facts.Default is { } value ? DefaultOf(facts.Type, value) : null,
            Items = facts.Type == "array" ? ElementOf(facts) : null,
            Properties = members?.ToDictionary(one => one.Name, IOpenApiSchema (one) => Of(one)),
            Required = members?.Where(one => one.IsRequired).Select(one => one.Name).ToHashSet(),
            AdditionalPropertiesAllowed = members is null,
            AdditionalProperties = facts.Type == "object" && facts.ElementType is { } element
                ? new OpenApiSchema { Type = TypeOf(element) }
                : null,
        };
    }

    private static OpenApiSchema ElementOf(FieldSchema facts) => facts.Shape is { } shape
        ? Of(shape)
        : new OpenApiSchema { Type = TypeOf(facts.ElementType ?? ""), Enum = EnumOf(facts.Values) };

    private static List<JsonNode>? EnumOf(IReadOnlyList<string>? values) =>
        values is null ? null : [.. values.Select(value => JsonValue.Create(value))];

    private static JsonNode DefaultOf(string type, string value) => type == "integer"
        ? JsonValue.Create(long.Parse(value, CultureInfo.InvariantCulture))
        : JsonValue.Create(value);

    private static JsonSchemaType? TypeOf(string type) => type switch
    {
        "string" => JsonSchemaType.String,
        "integer" => JsonSchemaType.Integer,
        "boolean" => JsonSchemaType.Boolean,
        "array" => JsonSchemaType.Array,
        "object" => JsonSchemaType.Object,
        _ => null,
    };
}
