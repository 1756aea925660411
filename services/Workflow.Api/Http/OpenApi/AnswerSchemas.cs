using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Workflow.Model;

namespace Workflow.Api.Http.OpenApi;

/// <summary>Schemas of what callers get, from the types of the answers. Each record is a component of its own, named
/// like the type; members that may be null say so.</summary>
internal sealed class AnswerSchemas
{
    private static readonly ConditionalWeakTable<OpenApiDocument, AnswerSchemas> OfDocuments = [];

    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format)> Simple = new()
    {
        [typeof(string)] = (JsonSchemaType.String, null),
        [typeof(bool)] = (JsonSchemaType.Boolean, null),
        [typeof(int)] = (JsonSchemaType.Integer, "int32"),
        [typeof(long)] = (JsonSchemaType.Integer, "int64"),
        [typeof(double)] = (JsonSchemaType.Number, "double"),
        [typeof(Guid)] = (JsonSchemaType.String, "uuid"),
        [typeof(DateTimeOffset)] = (JsonSchemaType.String, "date-time"),
        [typeof(JsonObject)] = (JsonSchemaType.Object, null),
    };

    private static readonly Type[] Anything = [typeof(RawJson), typeof(JsonElement), typeof(JsonNode), typeof(object)];

    private readonly OpenApiDocument _document;
    private readonly Dictionary<string, Type> _types = [];
    private readonly NullabilityInfoContext _nullability = new();

    private AnswerSchemas(OpenApiDocument document) => _document = document;

    /// <summary>Those of one document.</summary>
    public static AnswerSchemas In(OpenApiDocument document) =>
        OfDocuments.GetValue(document, static one => new AnswerSchemas(one));

    public IOpenApiSchema Of(Type type) => Of(type, null);

    private IOpenApiSchema Of(Type given, NullabilityInfo? info)
    {
        var type = Nullable.GetUnderlyingType(given) ?? given;
        var isNullable = type != given || info?.ReadState == NullabilityState.Nullable;
        if (Anything.Contains(type))
        {
            return new OpenApiSchema();
        }

        if (Simple.TryGetValue(type, out var simple))
        {
            return new OpenApiSchema { Type = OrNull(simple.Type, isNullable), Format = simple.Format };
        }

        if (ArgumentsOf(type, typeof(IReadOnlyDictionary<,>)) is [_, var value])
        {
            return new OpenApiSchema
            {
                Type = OrNull(JsonSchemaType.Object, isNullable),
                AdditionalProperties = Of(value, info?.GenericTypeArguments.ElementAtOrDefault(1)),
            };
        }

        if (ArgumentsOf(type, typeof(IEnumerable<>)) is [var item])
        {
            return new OpenApiSchema
            {
                Type = OrNull(JsonSchemaType.Array, isNullable),
                Items = Of(item, info?.ElementType ?? info?.GenericTypeArguments.ElementAtOrDefault(0)),
            };
        }

        var component = ComponentOf(type);
        return !isNullable ? component : new OpenApiSchema
        {
            OneOf = [component, new OpenApiSchema { Type = JsonSchemaType.Null }],
        };
    }

    private OpenApiSchemaReference ComponentOf(Type type)
    {
        var name = NameOf(type);
        if (_types.TryAdd(name, type))
        {
            var schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>(),
                Required = new HashSet<string>(),
            };
            _document.Components ??= new OpenApiComponents();
            _document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
            _document.Components.Schemas[name] = schema;
            AddMembers(schema, type);
        }

        return new OpenApiSchemaReference(name, _document);
    }

    /// <summary>The type's own name, with the end of its namespace before it when another type has the name.</summary>
    private string NameOf(Type type) => _types.GetValueOrDefault(type.Name, type) == type
        ? type.Name
        : type.Namespace!.Split('.')[^1] + type.Name;

    private void AddMembers(OpenApiSchema schema, Type type)
    {
        foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var ignored = member.GetCustomAttribute<JsonIgnoreAttribute>();
            if (member.GetCustomAttribute<JsonExtensionDataAttribute>() is not null)
            {
                schema.AdditionalProperties = new OpenApiSchema();
                continue;
            }

            if (ignored?.Condition == JsonIgnoreCondition.Always)
            {
                continue;
            }

            var name = member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
            schema.Properties![name] = Of(member.PropertyType, _nullability.Create(member));
            if (ignored is null)
            {
                schema.Required!.Add(name);
            }
        }
    }

    private static JsonSchemaType OrNull(JsonSchemaType type, bool isNullable) =>
        isNullable ? type | JsonSchemaType.Null : type;

    /// <summary>What a type fills the generic interface in with; null when it has no such interface.</summary>
    private static Type[]? ArgumentsOf(Type type, Type generic) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == generic)?.GetGenericArguments();
}
