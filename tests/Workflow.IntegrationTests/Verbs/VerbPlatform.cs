using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>The whole platform, once for all tests of a class.</summary>
public class VerbPlatform(PostgresFixture postgres) : IAsyncLifetime
{
    internal LocalPlatform Local { get; private set; } = null!;

    /// <summary>Settings beside the usual ones.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    public async Task InitializeAsync() => Local = await LocalPlatform.StartAsync(postgres, settings: Settings);

    public async Task DisposeAsync() => await Local.DisposeAsync();
}

/// <summary>Verbs over HTTP.</summary>
internal static class VerbCalls
{
    /// <summary>Asserts the status and hands back the body.</summary>
    public static async Task<JsonElement> VerbAsync(
        this LocalPlatform platform, Guid run, string verb, object? body = null, int status = 200, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/executions/{run}/{verb}")
        {
            Content = JsonContent.Create(body ?? new { }),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await platform.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((HttpStatusCode)status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public static Task UntilStatusAsync(this LocalPlatform platform, Guid run, string status) =>
        platform.UntilSqlAsync($"status = '{status}' from workflow_runs where run_id = '{run}'");

    public static Task UntilStepAsync(this LocalPlatform platform, Guid run, string step, string status) =>
        platform.UntilSqlAsync(
            $"exists (select from step_executions where run_id = '{run}' and step_id = '{step}' "
            + $"and status = '{status}')");

    /// <summary>Waits until the consumers have no run in memory.</summary>
    public static Task UntilNothingInMemoryAsync(this LocalPlatform platform) =>
        platform.UntilSqlAsync(
            "coalesce(sum(active_runs), 0) = 0 from consumers c where exists (select from shards where owner = c.id)");
}
