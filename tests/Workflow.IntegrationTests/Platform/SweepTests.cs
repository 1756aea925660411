using System.Net;
using System.Net.Http.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Starts whose message never came, or came more often, or in a backlog.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class SweepTests(PostgresFixture postgres)
{
    private const string OneStep = """
          - only:
              set: { done: true }
        """;

    [Fact]
    public async Task R1_Api_WhenKilledBetweenCommitAndPublish_TheRunExecutesByTheSweep()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var workflow = await platform.RegisterAsync(OneStep);
        platform.Broker.Down();
        var run = await platform.StartRunAsync(workflow);
        await platform.Api.KillAsync();
        platform.Broker.Up();

        await platform.UntilSqlAsync($"status = 'COMPLETED' from workflow_runs where run_id = '{run}'");
    }

    [Fact]
    public async Task R1_Api_WhenTheBrokerIsDown_AcceptsAndOwnedShardsGoOn()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var workflow = await platform.RegisterAsync(OneStep);
        platform.Broker.Down();

        await platform.StartRunsAsync(workflow, 50);

        await platform.UntilEndedAsync();
        Assert.Equal(
            50, await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
    }

    [Fact]
    public async Task R9_Intake_WhenMoreWaitsThanTheHighMark_PagesTheBacklogAndLosesNothing()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres, consumers: 0, isReady: false);
        var workflow = await platform.RegisterAsync(OneStep);
        await platform.StartRunsAsync(workflow, 500);

        platform.StartConsumer(("WORKFLOW_CONSUMER_INTAKE_HIGH_MARK", "20"), ("WORKFLOW_CONSUMER_PAGE_ROWS", "50"));

        await platform.UntilEndedAsync();
        Assert.Equal(
            500, await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
    }

    [Fact]
    public async Task R1_Start_WhenSentTwiceWithOneIdempotencyKey_IsOneRun()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var workflow = await platform.RegisterAsync(OneStep);

        async Task<HttpStatusCode> PostAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/workflows/{workflow}/execute");
            request.Headers.Add("Idempotency-Key", "once");
            request.Content = JsonContent.Create(new { input_data = new { n = 1 } });
            using var answer = await platform.Http.SendAsync(request);
            return answer.StatusCode;
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync()));
        await platform.UntilEndedAsync();

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.Accepted, status));
        Assert.Equal(1, await platform.ScalarAsync<long>("select count(*) from workflow_runs"));
    }
}
