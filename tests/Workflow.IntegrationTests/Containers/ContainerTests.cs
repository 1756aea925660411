using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Containers;

/// <summary>The platform on a real broker: what the embedded one cannot show.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerTests(ContainerServers servers)
{
    private const int Runs = 100;

    private const string Tasks = """
          - first: { call: Echo }
          - second: { set: { n: 1 } }
          - last: { call: Echo }
        """;

    [Fact]
    public async Task R1_R3_Platform_WhenAConsumerIsKilledOnARealBroker_CompletesEveryRunAndRepeatsNoCommittedStep()
    {
        await using var platform = await LocalPlatform.StartAsync(
            servers.Database, consumers: 2, isReady: true, release: null,
            ("KAFKA_BROKERS", servers.Brokers), ("WORKFLOW_KAFKA_PROFILE", "cluster"),
            ("WORKFLOW_KAFKA_REPLICATION_FACTOR", "1"));
        var guard = new CallGuard(platform);
        await platform.RegisterAgentAsync("Echo", guard.AnswerAsync);
        var workflow = await platform.RegisterAsync(Tasks);
        await platform.StartRunsAsync(workflow, Runs);
        await platform.UntilAsync("half of the calls are made", () => Task.FromResult(guard.Seen >= Runs));

        await platform.Consumers[0].KillAsync();
        await platform.UntilEndedAsync();

        Assert.Equal(
            (Runs, 0, 0),
            ((int)await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"),
                guard.Repeated, guard.Unannounced));
    }
}
