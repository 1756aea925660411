using System.Net;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>A replica keeps names for a moment; what another one does to them must not start the wrong
/// workflow.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StartByNameTests(PostgresFixture postgres) : IAsyncLifetime
{
    private ApiHost _here = null!;
    private ApiHost _there = null!;

    public async Task InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        _here = await ApiHost.StartAsync(database);
        _there = await ApiHost.StartAsync(database);
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task Start_WhenTheNameWasTakenOverElsewhere_StartsTheWorkflowThatHasItNow()
    {
        var first = await _here.RegisterAsync(Documents.Local("moved"));
        Assert.Equal(first, await StartedAsync("moved"));

        await DeleteThereAsync(first);
        var second = await _there.RegisterAsync(Documents.Local("moved"));

        Assert.NotEqual(first, second);
        Assert.Equal(second, await StartedAsync("moved"));
    }

    [Fact]
    public async Task Start_WhenTheWorkflowWasDeletedElsewhere_SaysSo()
    {
        var id = await _here.RegisterAsync(Documents.Local("gone"));
        await StartedAsync("gone");

        await DeleteThereAsync(id);

        await (await StartAsync("gone")).ProblemAsync(404, "workflow-not-found");
    }

    [Fact]
    public async Task Start_WhenASecondNamespaceTakesTheName_IsAmbiguousAtOnce()
    {
        await _here.RegisterAsync(Documents.Local("shared"));
        await StartedAsync("shared");

        await _here.RegisterAsync(Documents.Local("shared").Replace("namespace: tests", "namespace: others"));

        await (await StartAsync("shared")).ProblemAsync(422, "ambiguous-workflow");
    }

    private Task<HttpResponseMessage> StartAsync(string name) =>
        _here.PostAsync($"/api/workflows/{name}/execute", "{}");

    /// <summary>Starts it and returns which workflow that was.</summary>
    private async Task<Guid> StartedAsync(string name)
    {
        var answer = await StartAsync(name);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = (await answer.JsonAsync()).GetProperty("execution_id").GetGuid();
        return await _here.QueryAsync<Guid>($"select workflow_id from workflow_runs where run_id = '{run}'");
    }

    private async Task DeleteThereAsync(Guid id) =>
        Assert.Equal(HttpStatusCode.NoContent, (await _there.Http.DeleteAsync($"/api/v1/workflows/{id}")).StatusCode);
}
