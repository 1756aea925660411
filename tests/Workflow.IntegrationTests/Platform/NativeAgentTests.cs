using System.Net.Http.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>The example of an agent that reads Kafka itself, as a process of its own.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class NativeAgentTests(PostgresFixture postgres)
{
    private const string Call = """
          - count:
              call: WordCountAgent
              with: '${ . }'
        """;

    [Fact]
    public async Task Agent_WhenItReadsItsTasksFromKafka_AnswersThemOrSaysWhyNot()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var workflow = await RegisterAsync(platform);
        var good = await platform.StartRunAsync(workflow, new { text = "a story of five words" });
        var bad = await platform.StartRunAsync(workflow, new { words = 5 });
        await using var agent = StartAgent(platform);

        await platform.UntilEndedAsync();

        Assert.Equal("""{"words":5,"longest":"story"}""", await platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{good}'"));
        Assert.Equal("422 The input has no text.", await platform.ScalarAsync<string>(
            $"select concat(error ->> 'status', ' ', error ->> 'title') from workflow_runs where run_id = '{bad}'"));
        Assert.Equal(0, await agent.TerminateAsync());
    }

    [Fact]
    public async Task R6_Agent_WhenItDiesAmongItsTasks_LeavesThemToTheNextOne()
    {
        const int runs = 40;
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var workflow = await RegisterAsync(platform);
        await using (var first = StartAgent(platform))
        {
            await platform.StartRunsAsync(workflow, runs, index => new { text = $"run {index}" });
            await platform.UntilSqlAsync("exists (select from workflow_runs where status = 'COMPLETED')");
            await first.KillAsync();
        }

        await platform.StartRunsAsync(workflow, runs, index => new { text = $"late run {index}" });
        await using var second = StartAgent(platform);
        await platform.UntilEndedAsync();

        Assert.Equal(2 * runs, await platform.ScalarAsync<long>(
            "select count(*) from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal(2 * runs, await platform.ScalarAsync<long>(
            "select count(*) from step_executions where agent_name = 'WordCountAgent' and status = 'COMPLETED'"));
    }

    private static async Task<Guid> RegisterAsync(LocalPlatform platform)
    {
        using var put = await platform.Http.PutAsJsonAsync(
            "/api/v1/agents/WordCountAgent", new { transport = "kafka" });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        return await platform.RegisterAsync(Call);
    }

    private static ServiceProcess StartAgent(LocalPlatform platform) => ServiceProcess.Start(
        "examples/kafka-agent",
        new Dictionary<string, string> { ["KAFKA_BROKERS"] = platform.Broker.BootstrapServers }, []);
}
