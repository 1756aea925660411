using System.Net;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Verbs;
using Xunit;

namespace Workflow.IntegrationTests.Fuzz;

/// <summary>Changed definitions on a whole platform.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DefinitionFuzzTests(VerbPlatform shared) : IClassFixture<VerbPlatform>
{
    private const int Documents = 500;
    private const int Seed = 20261121;

    [Fact]
    public async Task R9_Definitions_WhenMutated_AreRefusedWithAPlaceOrRunToAnEnd()
    {
        var fuzzer = new DefinitionFuzzer(Seed);
        var (refused, runs) = (0, new List<Guid>());
        for (var i = 0; i < Documents; i++)
        {
            var text = fuzzer.Next($"fuzz-{i}");
            using var content = new StringContent(text, Encoding.UTF8, "application/json");
            using var answer = await shared.Local.Http.PostAsync("/api/v1/workflows", content);
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                runs.Add(await shared.Local.StartRunAsync(body.GetProperty("id").GetGuid(), new { n = i }));
                continue;
            }

            Assert.True(i >= DefinitionFuzzer.Valid, $"{body}: {text}");
            refused++;
            Assert.True((int)answer.StatusCode is 400 or 422, $"{answer.StatusCode} {body}: {text}");
            var errors = body.GetProperty("errors").EnumerateArray().ToList();
            Assert.True(errors.Count > 0, $"{body}: {text}");
            Assert.All(errors, error =>
            {
                Assert.InRange(error.GetProperty("line").GetInt32(), 1, int.MaxValue);
                Assert.InRange(error.GetProperty("column").GetInt32(), 1, int.MaxValue);
                Assert.NotEqual("", error.GetProperty("message").GetString());
            });
        }

        await shared.Local.UntilEndedAsync();

        Assert.InRange(refused, Documents / 4, Documents);
        Assert.InRange(runs.Count, Documents / 10, Documents);
        Assert.Equal(runs.Count, await shared.Local.ScalarAsync<long>(
            "select count(*) from workflow_runs where status in ('COMPLETED', 'FAILED')"));
        Assert.Equal(0, await shared.Local.ScalarAsync<long>("select count(*) from dead_letters"));
    }
}
