using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.Kafka;
using Xunit;

namespace Workflow.IntegrationTests.Deployment;

/// <summary>What the Dockerfiles build, run as docker-compose.yml runs it, but without Docker.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class ImageTests(PostgresFixture postgres) : IDisposable
{
    private static readonly string[] Services = ["api", "execution-consumer", "bridge", "agents"];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"workflow-images-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Images_WhenStartedAsComposeDoes_FinishARunAndEndOnSigterm()
    {
        var compose = new ComposeFile(Path.Combine(Built.Root, "docker-compose.yml"), new Dictionary<string, string>
        {
            ["WORKFLOW_AUTH_HS256_SECRET"] = TestToken.Secret,
        });
        var database = await postgres.CreateEmptyDatabaseAsync();
        using var broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Port = Ports.Free() });
        await using var stack = new ContainerStack(compose, _folder, database, broker);
        await Task.WhenAll(Services.Select(stack.BuildAsync));

        var setup = stack.Start("setup", "api");
        Assert.True(await setup.WaitForExitAsync() == 0, setup.Output);
        await using var data = NpgsqlDataSource.Create(database);
        await using var shards = data.CreateCommand("select partitions from cluster");
        Assert.Equal(16, await shards.ExecuteScalarAsync());

        var running = Services.Select(service => stack.Start(service, service)).ToList();
        foreach (var service in Services)
        {
            await stack.UntilHealthyAsync(service);
        }

        await RunExampleAsync(stack);
        foreach (var process in running)
        {
            Assert.True(await process.TerminateAsync() == 0, process.Output);
        }
    }

    /// <summary>As docs/deployment.md tells it: a token and the examples by the command line, then a run.</summary>
    private static async Task RunExampleAsync(ContainerStack stack)
    {
        var made = stack.Start("workflow", "api", "token", "--user", "team", "--role", "admin");
        Assert.True(await made.WaitForExitAsync() == 0, made.Output);
        using var http = stack.Http(made.Output.Trim());
        using var agents = new HttpClient();
        var listed = await agents.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{stack.PortOf("agents")}/agents");
        foreach (var agent in listed.EnumerateArray())
        {
            using var put = await http.PutAsJsonAsync(
                $"/api/v1/agents/{agent.Text("name")}", new { endpoint = agent.Text("endpoint") });
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        }

        var text = await File.ReadAllTextAsync(Path.Combine(Built.Root, "examples", "my-workflow-id.yaml"));
        using var registered = await http.PostAsync(
            "/api/v1/workflows", new StringContent(text, null, "application/yaml"));
        Assert.True(registered.StatusCode == HttpStatusCode.Created, await registered.Content.ReadAsStringAsync());

        // With its key, the same run is waited for again.
        var (status, run) = (HttpStatusCode.Accepted, "");
        for (var waits = 0; status == HttpStatusCode.Accepted && waits < 3; waits++)
        {
            using var start = new HttpRequestMessage(HttpMethod.Post, "/api/workflows/my-workflow-id/execute");
            start.Headers.Add("Prefer", "wait=60");
            start.Headers.Add("Idempotency-Key", "of the images");
            start.Content = JsonContent.Create(new { input_data = new { query = "broken thermostat" } });
            using var answer = await http.SendAsync(start);
            (status, run) = (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        Assert.True(status == HttpStatusCode.OK, run);
        Assert.Equal("completed", JsonDocument.Parse(run).RootElement.Text("status"));
    }
}
