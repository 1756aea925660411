using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Every process is replaced, one after the other, while runs are started all the time.</summary>
[Collection(PlatformCollection.Name)]
public sealed class RollingUpgradeTests(PostgresFixture postgres)
{
    /// <summary>Names the root folder of a built checkout of the release that is replaced; unset, this build replaces
    /// itself. See <c>./dev upgrade</c>.</summary>
    private const string Previous = "WORKFLOW_PREVIOUS_RELEASE";

    private const int Callers = 4;
    private const int Enough = 200;

    /// <summary>Callers wait while so many runs are open: what piles up while a machine is busy has to be worked off
    /// in the end.</summary>
    private const int OpenMax = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private const string Tasks = """
          - first:
              call: Echo
          - each:
              for: { each: item, in: '${ [range(3)] }' }
              do:
                - inner:
                    call: Echo
          - last:
              set: { done: true }
        """;

    [Fact]
    public async Task R1_R3_Platform_WhenEveryProcessIsReplacedUnderLoad_NothingIsLostOrRepeated()
    {
        await using var platform = await LocalPlatform.StartAsync(
            await postgres.CreateEmptyDatabaseAsync(), consumers: 2,
            release: Environment.GetEnvironmentVariable(Previous) is { Length: > 0 } folder ? folder : null,
            settings: [("WORKFLOW_BRIDGE_GRACE_MS", "60000"), ("WORKFLOW_EXECUTION_AGENT_SILENCE_MAX_MS", "60000")]);
        var guard = new CallGuard(platform);
        await platform.RegisterAgentAsync("Echo", guard.AnswerAsync);
        var workflow = await platform.RegisterAsync(Tasks);
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(number => CallAsync(platform, workflow, number, stop.Token))
            .ToList();
        await ProgressAsync(platform);

        platform.Release = null;
        Assert.Equal(0, await platform.Api.TerminateAsync());
        platform.ReplaceApi();
        await ProgressAsync(platform);
        foreach (var consumer in platform.Consumers)
        {
            platform.StartConsumer();
            Assert.Equal(0, await consumer.TerminateAsync());
            await ProgressAsync(platform);
        }

        Assert.Equal(0, await platform.Bridge.TerminateAsync());
        platform.StartBridge();
        await ProgressAsync(platform);
        await platform.UntilAsync("enough was started", async () => await platform.CompletedAsync() >= Enough);
        await stop.CancelAsync();
        var runs = (await Task.WhenAll(callers)).SelectMany(started => started).ToList();

        await platform.UntilEndedAsync();
        Assert.Equal("", await platform.ScalarAsync<string>(
            "select coalesce(string_agg(distinct status || ': ' || coalesce(error_message, ''), '; '), '') " +
            "from workflow_runs where status <> 'COMPLETED'"));
        Assert.Equal(runs.Count, runs.Distinct().Count());
        Assert.Equal(runs.Count, await platform.CompletedAsync());
        Assert.Equal(
            runs.Count * 6,
            await platform.ScalarAsync<long>("select count(*) from step_executions where status = 'COMPLETED'"));
        Assert.Equal((0, 0, 0), (guard.Repeated, guard.Unannounced, guard.Twice));
    }

    /// <summary>Starts one run after the other, each under a key of its own until it is accepted.</summary>
    private static async Task<List<Guid>> CallAsync(
        LocalPlatform platform, Guid workflow, int caller, CancellationToken stop)
    {
        var runs = new List<Guid>();
        while (!stop.IsCancellationRequested)
        {
            if (runs.Count % 10 == 0 && await platform.OpenAsync() >= OpenMax)
            {
                await Task.Delay(Pause, CancellationToken.None);
                continue;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/workflows/{workflow}/execute");
            request.Headers.Add("Idempotency-Key", $"{caller}-{runs.Count}");
            request.Content = JsonContent.Create(new { input_data = new { n = runs.Count } });
            try
            {
                using var answer = await platform.Http.SendAsync(request, CancellationToken.None);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    var body = await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
                    runs.Add(body.GetProperty("execution_id").GetGuid());
                    continue;
                }

                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                // Nobody listens while the API is replaced.
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        return runs;
    }

    /// <summary>Waits until a good many more runs have completed.</summary>
    private static async Task ProgressAsync(LocalPlatform platform)
    {
        var before = await platform.CompletedAsync();
        await platform.UntilAsync("runs go on", async () => await platform.CompletedAsync() >= before + 20);
    }
}
