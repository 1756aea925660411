using System.Text.Json;

namespace Workflow.IntegrationTests.OpenApi;

/// <summary>An operation of the API's document, as far as a caller needs it to ask.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="MediaType">Of the body; null when it takes none.</param>
/// <param name="Example">Example body, as text; null when there is none.</param>
/// <param name="Answers">Documented statuses with their media types, null for no body.</param>
public sealed record DocumentedRoute(
    string Method, string Path, IReadOnlyList<string> PathParameters, IReadOnlyList<DocumentedField> Query,
    IReadOnlyList<DocumentedField> Body, string? MediaType, string? Example,
    IReadOnlyDictionary<int, string?> Answers)
{
    public override string ToString() => $"{Method} {Path}";

    /// <summary>Whether it answers without end.</summary>
    public bool IsStream => Answers.Values.Contains("text/event-stream");

    /// <summary>The path with a value for each of its parameters.</summary>
    public string PathWith(Func<string, string> value) => PathParameters.Aggregate(
        Path, (path, name) => path.Replace($"{{{name}}}", value(name), StringComparison.Ordinal));

    /// <summary>Every operation of a document, in its order.</summary>
    public static IReadOnlyList<DocumentedRoute> AllOf(JsonElement document) =>
    [
        .. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => Of(operation.Name.ToUpperInvariant(), path.Name, operation.Value))),
    ];

    private static DocumentedRoute Of(string method, string path, JsonElement operation)
    {
        var parameters = operation.TryGetProperty("parameters", out var given) ? [.. given.EnumerateArray()]
            : Array.Empty<JsonElement>();
        var (mediaType, content) = BodyOf(operation);
        return new DocumentedRoute(
            method, path,
            [.. parameters.Where(one => one.GetProperty("in").GetString() == "path").Select(NameOf)],
            [.. parameters.Where(one => one.GetProperty("in").GetString() == "query")
                .Select(one => DocumentedField.Of(NameOf(one), one.GetProperty("schema")))],
            content is { } body && body.GetProperty("schema").TryGetProperty("properties", out var members)
                ? [.. members.EnumerateObject().Select(member => DocumentedField.Of(member.Name, member.Value))]
                : [],
            mediaType,
            content is { } shown && shown.TryGetProperty("example", out var example) ? TextOf(example) : null,
            operation.GetProperty("responses").EnumerateObject()
                .ToDictionary(answer => int.Parse(answer.Name), answer => MediaTypeOf(answer.Value)));
    }

    private static (string? MediaType, JsonElement? Content) BodyOf(JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return (null, null);
        }

        var content = body.GetProperty("content").EnumerateObject().First();
        return (content.Name, content.Value);
    }

    private static string? MediaTypeOf(JsonElement answer) =>
        answer.TryGetProperty("content", out var content) ? content.EnumerateObject().First().Name : null;

    private static string NameOf(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

    private static string TextOf(JsonElement example) =>
        example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText();
}

/// <summary>A parameter or member, with the type of its values.</summary>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>boolean</c>, <c>array</c>, <c>object</c> or <c>any</c>.</param>
public sealed record DocumentedField(string Name, string Type, IReadOnlyList<string> Values)
{
    public static DocumentedField Of(string name, JsonElement schema) => new(
        name,
        !schema.TryGetProperty("type", out var type) ? "any"
            : type.ValueKind == JsonValueKind.Array ? type[type.GetArrayLength() - 1].GetString() is "null"
                ? type[0].GetString()! : type[type.GetArrayLength() - 1].GetString()!
            : type.GetString()!,
        schema.TryGetProperty("enum", out var values)
            ? [.. values.EnumerateArray().Select(value => value.ToString())] : []);
}
