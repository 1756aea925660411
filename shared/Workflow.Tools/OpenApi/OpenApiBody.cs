using System.Text.Json;
using Microsoft.OpenApi;
using Workflow.Jq;
using Workflow.Tools.Http;

namespace Workflow.Tools.OpenApi;

/// <summary>The body of an operation's request: the parameter <c>body</c>, else what is named like no
/// parameter.</summary>
/// <param name="MediaType">As the operation declares it.</param>
internal sealed record OpenApiBody(string MediaType, byte[] Bytes)
{
    private const string BodyName = "body";

    /// <param name="names">Of the operation's parameters.</param>
    /// <returns>The body, if there is one, or what is wrong with the parameters.</returns>
    public static (OpenApiBody? Body, ToolFault? Fault) Of(
        FoundOperation operation, OpenApiCall call, IReadOnlySet<string?> names)
    {
        var where = $"Operation '{call.OperationId}'";
        var rest = call.Parameters.Members.Where(member => !names.Contains(member.Key)).ToList();
        if (operation.Operation.RequestBody is not { } declared)
        {
            return rest.Count == 0 ? (null, null) : (null, Unknown(where, rest[0].Key, names));
        }

        var name = NameOf(declared);
        var isWhole = rest.Exists(member => member.Key == name);
        if (isWhole && rest.Count > 1)
        {
            return (null, Unknown(where, rest.First(member => member.Key != name).Key, names.Append(name)));
        }

        if (rest.Count == 0)
        {
            return declared.Required
                ? (null, ToolFault.Validation($"{where} needs a body; give it as '{name}' in `parameters`."))
                : (null, null);
        }

        var types = (declared.Content ?? new Dictionary<string, OpenApiMediaType>()).Keys.ToList();
        var type = types.Find(HttpBody.IsJson) ?? types.Find(HttpBody.IsForm)
            ?? types.Find(one => one.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
            ?? types.Find(one => one is "*/*" or "application/*");
        if (type is null)
        {
            return (null, ToolFault.Configuration(
                $"{where} takes bodies of {string.Join(", ", types)}, which are not supported; JSON, forms and text "
                + "are. Use `call: http`."));
        }

        var value = isWhole ? rest[0].Value : JqValue.Object(rest);
        if (!isWhole && Undeclared(declared.Content![type].Schema, rest) is { } undeclared)
        {
            return (null, Unknown(where, undeclared, names.Append(name)));
        }

        type = type.Contains('*', StringComparison.Ordinal) ? "application/json" : type;
        return (new OpenApiBody(type, HttpBody.Encode(value, type)), null);
    }

    /// <summary>Swagger 2 gives bodies names of their own.</summary>
    private static string NameOf(IOpenApiRequestBody declared) =>
        declared.Extensions is { } extensions && extensions.TryGetValue("x-bodyName", out var given)
            && given is JsonNodeExtension { Node: { } node } && node.GetValueKind() == JsonValueKind.String
            ? node.GetValue<string>()
            : BodyName;

    /// <summary>A member that the schema does not have; null when it has all, or does not say.</summary>
    private static string? Undeclared(IOpenApiSchema? schema, List<KeyValuePair<string, JqValue>> members)
    {
        var isClosed = schema is { Properties.Count: > 0, AdditionalProperties: null }
            && schema is { AllOf: null or { Count: 0 }, OneOf: null or { Count: 0 }, AnyOf: null or { Count: 0 } };
        return isClosed ? members.Find(member => !schema!.Properties!.ContainsKey(member.Key)).Key : null;
    }

    private static ToolFault Unknown(string where, string name, IEnumerable<string?> known) => ToolFault.Validation(
        $"{where} has no parameter '{name}'; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
}
