using System.Text.Json;
using Workflow.Model;

namespace Workflow.Api.Http.Fields;

/// <summary>The members that a JSON body may have. Reads a body with every error in it, and documents it.</summary>
public sealed class BodyShape(params Field[] fields)
{
    private static readonly string[] Json = ["application/json", "+json"];

    public IReadOnlyList<Field> Fields => fields;

    /// <summary>A whole body that shows its use; for the document.</summary>
    public string? Example { get; init; }

    /// <summary>Reads the request's body; nothing at all counts as <c>{}</c>.</summary>
    /// <returns>Null when the body is taken.</returns>
    public async Task<(FieldValues Values, Problem? Problem)> ReadAsync(HttpRequest request, Options.ApiOptions limits)
    {
        var body = await RequestBody.ReadAsync(request, Json, limits.BodyBytesMax);
        var values = new FieldValues();
        return (values, body.Problem ?? Read(body.Utf8, limits.JsonDepthMax, values));
    }

    /// <summary>Reads a body into <paramref name="values"/>.</summary>
    /// <param name="at">JSON pointer of the members, when they are those of an object within the body.</param>
    public Problem? Read(ReadOnlyMemory<byte> utf8, int depthMax, FieldValues values, string at = "")
    {
        var members = new List<JsonMember>();
        if (!utf8.IsEmpty && !JsonBody.TryReadMembers(utf8, depthMax, out members, out var problem))
        {
            return at.Length == 0 ? problem : Problems.InvalidBody(
                [new ProblemError(at, null, null, problem.Detail, "a JSON object")]);
        }

        if (at.Length == 0)
        {
            values.Body = utf8;
        }

        var errors = new List<ProblemError>();
        foreach (var member in members)
        {
            Read(member, values, errors);
        }

        errors.AddRange(fields.Where(field => field.IsRequired && !members.Exists(member => member.Name == field.Name))
            .Select(field => Error(field.Name, $"'{field.Name}' is missing.", field.Expected)));
        return errors.Count == 0 ? null : Problems.InvalidBody(
            at.Length == 0 ? errors : errors.ConvertAll(error => error with { Pointer = at + error.Pointer }));
    }

    private void Read(in JsonMember member, FieldValues values, List<ProblemError> errors)
    {
        var name = member.Name;
        if (Array.Find(fields, field => field.Name == name) is not { } field)
        {
            errors.Add(Error(name, $"'{name}' is not known here.", string.Join(", ", fields.Select(one => one.Name))));
        }
        else if (field.ReadJson(member) is { } value)
        {
            values.Set(field, value);
        }
        else if (member.Kind != JsonTokenType.Null || field.IsRequired)
        {
            errors.Add(Error(name, $"'{name}' is {Shown(member)}.", field.Expected));
        }
    }

    private static string Shown(in JsonMember member)
    {
        const int shownMax = 80;
        var text = member.Value.ToString();
        return Excerpt.Of(text, shownMax);
    }

    private static ProblemError Error(string name, string message, string expected) =>
        new("/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal),
            null, null, message, expected);
}
