using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Definitions and agents that are deleted while runs need them.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DeletionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R1_Run_WhenItsWorkflowIsDeletedAndItsConsumerDies_IsCarriedOnToItsEnd()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var hold = new TaskCompletionSource();
        await platform.RegisterAgentAsync("Slow", async (call, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return call.Input;
        });
        var workflow = await platform.RegisterAsync("  - slow:\n      call: Slow\n  - after:\n      set: {done: true}");
        var run = await platform.StartRunAsync(workflow);
        await platform.UntilSqlAsync($"exists (select from step_executions where run_id = '{run}')");

        using var deleted = await platform.Http.DeleteAsync($"/api/v1/workflows/{workflow}");
        Assert.True(deleted.IsSuccessStatusCode);
        await platform.Consumers[0].KillAsync();
        platform.StartConsumer();
        hold.SetResult();

        await platform.UntilEndedAsync();
        Assert.Equal("COMPLETED {\"done\":true}", await platform.ScalarAsync<string>($"""
            select status || ' ' || coalesce(output_data::text, error_message) from workflow_runs where run_id = '{run}'
            """));
    }

    [Fact]
    public async Task Run_WhenItCallsADeletedAgent_FailsAndSaysSo()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await platform.RegisterAgentAsync("Gone", (_, _) => Task.FromResult<object?>(null));
        var workflow = await platform.RegisterAsync("  - ask:\n      call: Gone");
        using var deleted = await platform.Http.DeleteAsync("/api/v1/agents/Gone");
        Assert.True(deleted.IsSuccessStatusCode);

        var run = await platform.StartRunAsync(workflow);

        await platform.UntilEndedAsync();
        var message = await platform.ScalarAsync<string>(
            $"select status || ' ' || error_message from workflow_runs where run_id = '{run}'");
        Assert.StartsWith("FAILED", message, StringComparison.Ordinal);
        Assert.Contains("There is no agent 'Gone'", message, StringComparison.Ordinal);
    }
}
