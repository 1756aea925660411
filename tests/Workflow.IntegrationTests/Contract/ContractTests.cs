using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.OpenApi;
using Xunit;

namespace Workflow.IntegrationTests.Contract;

/// <summary>The API's document keeps its promises: each answer in it really occurs and is as described, and no other
/// one occurs.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ContractTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    private static readonly IReadOnlyList<Recipe> Recipes =
    [
        .. WorkflowRecipes.All, .. StartRecipes.All, .. ExecutionRecipes.All, .. VerbRecipes.All,
        .. AccountRecipes.All, .. DeadLetterRecipes.All, .. SignalRecipes.All, .. BatchRecipes.All,
        .. ScheduleRecipes.All, .. CallbackRecipes.All, .. DrainRecipes.All,
    ];

    [Fact]
    public async Task Document_EveryAnswer_OccursAsDescribed()
    {
        var promises = DocumentedAnswer.AllOf(world.Document);
        var findings = new List<string>();
        foreach (var promise in promises)
        {
            await ProvokeAsync(promise, promises, findings);
        }

        Assert.True(findings.Count == 0, $"{findings.Count} of {promises.Count}:\n{string.Join("\n", findings)}");
    }

    [Fact]
    public void Recipes_WhenTheirAnswerIsNotInTheDocument_AreOld()
    {
        var promises = DocumentedAnswer.AllOf(world.Document);
        Assert.Empty(Recipes.Where(recipe => !promises.Any(recipe.IsFor)).Select(recipe => recipe.ToString()));
        Assert.Empty(Recipes.GroupBy(recipe => recipe.ToString()).Where(group => group.Count() > 1)
            .Select(group => group.Key));
    }

    [Fact]
    public void Document_EveryBody_HasAnExampleThatIsAsItsSchemaSays()
    {
        foreach (var path in world.Document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var contents = operation.Value.TryGetProperty("requestBody", out var body)
                    ? body.GetProperty("content").EnumerateObject().Select(content => content.Value).ToList() : [];
                foreach (var content in contents)
                {
                    IReadOnlyList<string> found = content.TryGetProperty("example", out var example)
                        ? SchemaCheck.Of(example, content.GetProperty("schema"), world.Document)
                        : ["no example"];
                    Assert.True(found.Count == 0, $"{operation.Name} {path.Name}: {string.Join("; ", found)}");
                }
            }
        }
    }

    private async Task ProvokeAsync(
        DocumentedAnswer promise, IReadOnlyList<DocumentedAnswer> promises, List<string> findings)
    {
        var recipe = Recipes.SingleOrDefault(one => one.IsFor(promise));
        var asks = recipe is not null ? [await recipe.Make(world)] : await GenericRecipes.ForAsync(promise, world);
        var others = new List<string>();
        foreach (var ask in asks)
        {
            Answer answer;
            try
            {
                answer = await SendAsync(promise.Route, ask);
            }
            catch (HttpRequestException error)
            {
                findings.Add($"{promise}: no answer: {error.InnerException?.Message}");
                return;
            }

            if (!promises.Any(one => $"{one.Route}" == $"{promise.Route}" && answer.Is(one)))
            {
                findings.Add($"{promise}: an answer that is not described: {answer}");
            }

            if (answer.Is(promise))
            {
                findings.AddRange(MisfitsOf(answer, promise).Select(misfit => $"{promise}: {misfit} in {answer}"));
                return;
            }

            others.Add($"{answer}");
        }

        findings.Add(asks.Count == 0
            ? $"{promise}: no recipe"
            : $"{promise}: does not occur, but {string.Join(" and ", others)}");
    }

    private IEnumerable<string> MisfitsOf(Answer answer, DocumentedAnswer promise)
    {
        if (answer.MediaType != promise.MediaType)
        {
            return [$"the media type is {answer.MediaType}, not {promise.MediaType}"];
        }

        var missing = promise.Headers.Where(header => !answer.Headers.Contains(header))
            .Select(header => $"there is no {header}");
        return promise.MediaType is null || !promise.MediaType.EndsWith("json", StringComparison.Ordinal)
            ? missing
            : missing.Concat(SchemaCheck.Of(
                JsonDocument.Parse(answer.Text).RootElement, promise.Schema, world.Document));
    }

    private async Task<Answer> SendAsync(DocumentedRoute route, Ask ask)
    {
        using var request = await ask.ToRequestAsync(route, world);
        using var response = await (ask.Host ?? world.Api).Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead);
        return await Answer.OfAsync(response);
    }
}
