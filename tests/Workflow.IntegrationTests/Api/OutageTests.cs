using System.Net;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class OutageTests(PostgresFixture postgres) : ApiTest(postgres)
{
    [Fact]
    public async Task AnyRoute_WhenSomethingUnexpectedHappens_Returns500WithoutDetails()
    {
        await Api.ExecuteAsync("drop table agents");
        var problem = await (await Api.Http.GetAsync("/api/v1/agents")).ProblemAsync(500, "internal-error");
        Assert.DoesNotContain("agents", problem.Text("detail"));
        Assert.DoesNotContain("   at ", problem.GetRawText());
        Assert.Contains(problem.Text("trace_id"), problem.Text("detail"));
    }

    [Fact]
    public async Task Start_WhenEveryConnectionWasCut_IsTakenAllTheSame()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        for (var i = 0; i < 5; i++)
        {
            await Api.ExecuteAsync("""
                select pg_terminate_backend(pid, 60000) from pg_stat_activity
                 where application_name = 'workflow-api' and datname = current_database()
                """);
            Assert.Equal(HttpStatusCode.Accepted, (await Api.StartAsync(workflow)).StatusCode);
        }

        Assert.Equal(5, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }
}

[Collection(PostgresCollection.Name)]
public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task AnyRoute_WhenTheDatabaseGoesAway_Returns503WithRetryAfter()
    {
        var server = await LocalPostgres.StartAsync();
        await using var api = await ApiHost.StartAsync(server.ConnectionString);
        var workflow = await api.RegisterAsync(Documents.Local());
        await server.DisposeAsync();

        var answers = await Task.WhenAll(
            api.StartAsync(workflow), api.StartAsync(workflow), api.Http.GetAsync("/api/v1/workflows"),
            api.Http.GetAsync($"/api/v1/workflows/{workflow}"), api.Http.GetAsync($"/api/executions/{workflow}/steps"),
            api.Http.GetAsync($"/api/workflows/executions/{workflow}"), api.Http.GetAsync("/api/v1/agents"));
        foreach (var answer in answers)
        {
            await answer.ProblemAsync(503, "database-unavailable");
            Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.Http.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await api.Http.GetAsync("/livez")).StatusCode);
    }

    [Fact]
    public async Task Api_WhenTheDatabaseIsAwayAtTheStart_WaitsForIt()
    {
        await using var api = await ApiHost.StartUnreadyAsync("Host=127.0.0.1;Port=1;Username=nobody;Database=none");

        var answer = await api.StartAsync(Guid.NewGuid());
        await answer.ProblemAsync(503, "starting-up");
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await api.Http.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.Http.GetAsync("/readyz")).StatusCode);
        var health = await api.Http.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal(
            "down", (await health.JsonAsync()).GetProperty("components").GetProperty("database").Text("status"));
    }
}
