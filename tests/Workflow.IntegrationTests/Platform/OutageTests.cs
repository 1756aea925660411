using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>The broker, the bridge or the database dies while runs are under way.</summary>
[Collection(PlatformCollection.Name)]
public sealed class OutageTests(PostgresFixture postgres)
{
    private const int Runs = 20;

    private const string TwoCalls = """
          - first:
              call: Echo
          - second:
              call: Echo
        """;

    [Fact]
    public async Task R3_Bridge_WhenKilledDuringCalls_TheyAreMadeAgainUnderTheSameTaskIds()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var agent = await HeldAgent.RegisterAsync(platform, "Echo");
        await platform.StartRunsAsync(await platform.RegisterAsync(TwoCalls), Runs);
        await platform.UntilAsync("every run waits for the agent", () => Task.FromResult(agent.Tasks == Runs));

        await platform.Bridge.KillAsync();
        platform.StartBridge();

        await platform.UntilAsync("every call is made again", () => Task.FromResult(agent.Calls >= 2 * Runs));
        Assert.Equal(Runs, agent.Tasks);
        agent.Release();
        await AssertAllCompletedAsync(platform);
        Assert.Equal(2 * Runs, agent.Tasks);
    }

    [Fact]
    public async Task R1_R6_Broker_WhenItLosesEveryMessage_RunsGoOnAndACancelIsFinal()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var guard = new CallGuard(platform);
        await platform.RegisterAgentAsync("Echo", guard.AnswerAsync);
        var workflow = await platform.RegisterAsync(TwoCalls);
        await platform.Bridge.KillAsync();
        await platform.StartRunsAsync(workflow, Runs);
        await platform.UntilSqlAsync($"count(*) = {Runs} from step_executions where status = 'RUNNING'");
        platform.Broker.Down();
        var late = await platform.StartRunAsync(workflow);
        var cancelled = await platform.StartRunAsync(workflow);
        using (var answer = await platform.Http.PostAsJsonAsync($"/api/v1/executions/{cancelled}/cancel", new { }))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal("CANCELLED", await StatusAsync(platform, cancelled));

        platform.LoseEveryMessage();
        platform.StartBridge();

        await platform.UntilEndedAsync();
        Assert.Equal("COMPLETED", await StatusAsync(platform, late));
        Assert.Equal("CANCELLED", await StatusAsync(platform, cancelled));
        Assert.Equal(Runs + 1, await platform.CompletedAsync());
        Assert.Equal((0, 0), (guard.Repeated, guard.Unannounced));
    }

    [Fact]
    public async Task R1_R3_Database_WhenConnectionsAreCutAndItCrashes_NothingIsLostAndNoCommittedStepRepeats()
    {
        await using var server = await LocalPostgres.StartAsync(isRestarted: true);
        await using var platform = await LocalPlatform.StartAsync(server.ConnectionString, consumers: 2);
        var calls = new ConcurrentQueue<(Guid TaskId, DateTimeOffset At)>();
        await platform.RegisterAgentAsync("Echo", (call, _) =>
        {
            calls.Enqueue((call.TaskId, TimeProvider.System.GetUtcNow()));
            return Task.FromResult<object?>(call.Input);
        });
        var workflow = await platform.RegisterAsync(TwoCalls);
        var starts = Enumerable.Range(0, 100).Select(number => StartAsync(platform, workflow, number)).ToList();
        await platform.UntilAsync("some calls are made", () => Task.FromResult(calls.Count >= 20));

        await CutConnectionsAsync(server);
        starts.AddRange(Enumerable.Range(100, 50).Select(number => StartAsync(platform, workflow, number)));
        await server.RestartAsync();
        starts.AddRange(Enumerable.Range(150, 50).Select(number => StartAsync(platform, workflow, number)));

        var runs = await Task.WhenAll(starts);
        await platform.UntilAsync("all runs have ended", async () =>
        {
            try
            {
                return await platform.CompletedAsync() == runs.Length;
            }
            catch (NpgsqlException)
            {
                return false; // a connection of the pool that was cut
            }
        });
        Assert.Equal(runs.Length, runs.Distinct().Count());
        Assert.Equal(runs.Length, await platform.ScalarAsync<long>("select count(*) from workflow_runs"));
        var ends = await EndsAsync(platform);
        Assert.Equal(2 * runs.Length, ends.Count);
        Assert.DoesNotContain(calls, call => call.At > ends[call.TaskId]);
    }

    /// <summary>Starts a run as a careful client does: the same key until it is accepted.</summary>
    private static async Task<Guid> StartAsync(LocalPlatform platform, Guid workflow, int number)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/workflows/{workflow}/execute");
            request.Headers.Add("Idempotency-Key", $"start-{number}");
            request.Content = JsonContent.Create(new { input_data = new { n = number } });
            using var answer = await platform.Http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("execution_id").GetGuid();
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            await Task.Yield();
        }
    }

    private static async Task CutConnectionsAsync(LocalPostgres server)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var cut = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            + "and backend_type = 'client backend'", connection);
        await cut.ExecuteNonQueryAsync();
    }

    private static async Task<Dictionary<Guid, DateTimeOffset>> EndsAsync(LocalPlatform platform)
    {
        await using var command = platform.Data.CreateCommand(
            "select task_id, completed_at from step_executions where status = 'COMPLETED'");
        await using var reader = await command.ExecuteReaderAsync();
        var ends = new Dictionary<Guid, DateTimeOffset>();
        while (await reader.ReadAsync())
        {
            ends.Add(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1));
        }

        return ends;
    }

    private static async Task AssertAllCompletedAsync(LocalPlatform platform)
    {
        await platform.UntilEndedAsync();
        Assert.Equal(Runs, await platform.CompletedAsync());
    }

    private static Task<string> StatusAsync(LocalPlatform platform, Guid run) =>
        platform.ScalarAsync<string>($"select status from workflow_runs where run_id = '{run}'");
}
