using System.Text.Json;
using Workflow.IntegrationTests.OpenApi;

namespace Workflow.IntegrationTests.Contract;

/// <summary>An answer that the document promises.</summary>
/// <param name="Problem">End of the problem's type; null for an answer that is none.</param>
/// <param name="MediaType">Null for no body.</param>
/// <param name="Schema">Of the body; undefined for none.</param>
/// <param name="Headers">Headers that it has.</param>
internal sealed record DocumentedAnswer(
    DocumentedRoute Route, int Status, string? Problem, string? MediaType, JsonElement Schema,
    IReadOnlyList<string> Headers)
{
    private const string ProblemMediaType = "application/problem+json";

    public override string ToString() => $"{Route} {Status}{(Problem is null ? "" : $" {Problem}")}";

    /// <summary>Every answer of every operation.</summary>
    public static IReadOnlyList<DocumentedAnswer> AllOf(JsonElement document) =>
        [.. DocumentedRoute.AllOf(document).SelectMany(route => Of(route, document))];

    private static IEnumerable<DocumentedAnswer> Of(DocumentedRoute route, JsonElement document)
    {
        var operation = document.GetProperty("paths").GetProperty(route.Path)
            .GetProperty(route.Method.ToLowerInvariant());
        foreach (var answer in operation.GetProperty("responses").EnumerateObject())
        {
            var headers = answer.Value.TryGetProperty("headers", out var described)
                ? described.EnumerateObject().Select(header => header.Name).ToList() : [];
            var status = int.Parse(answer.Name);
            if (!answer.Value.TryGetProperty("content", out var content))
            {
                yield return new DocumentedAnswer(route, status, null, null, default, headers);
                continue;
            }

            foreach (var body in content.EnumerateObject())
            {
                var schema = body.Value.GetProperty("schema");
                var problems = body.Name == ProblemMediaType
                    ? body.Value.GetProperty("examples").EnumerateObject().Select(example => (string?)example.Name)
                    : [null];
                foreach (var problem in problems)
                {
                    yield return new DocumentedAnswer(route, status, problem, body.Name, schema, headers);
                }
            }
        }
    }
}
