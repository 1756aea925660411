using System.Net;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Webhooks;

/// <summary>What is to be sent is noted in the transaction of the run's change, and for nobody else.</summary>
[Collection(PostgresCollection.Name)]
public sealed class NotingTests(PostgresFixture postgres) : WebhookTest(postgres)
{
    [Theory]
    [InlineData("COMPLETED", "ended", true)]
    [InlineData("FAILED", "ended", true)]
    [InlineData("CANCELLED", "ended", true)]
    [InlineData("FAILED", "failed", true)]
    [InlineData("COMPLETED", "failed", false)]
    [InlineData("CANCELLED", "progress", false)]
    public async Task R1_Delivery_WhenARunEnds_IsNotedForWhoWantsThatEnd(string status, string wanted, bool isNoted)
    {
        await HookAsync($$""", "events": ["{{wanted}}"]""");
        await EndAsync(await RunAsync(), status);
        await Api.ExecuteAsync("update workflow_runs set priority = 1");
        Assert.Equal(isNoted ? status.ToLowerInvariant() : "", await Api.QueryAsync<string>(
            "select coalesce(string_agg(event, ','), '') from webhook_deliveries"));
    }

    [Fact]
    public async Task R1_Delivery_WhenTheEndIsRolledBack_IsNotNoted()
    {
        await HookAsync();
        var run = await RunAsync();
        await using (var connection = await Api.Database.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var end = new Npgsql.NpgsqlCommand(
                $"update workflow_runs set status = 'COMPLETED' where run_id = '{run}'", connection);
            await end.ExecuteNonQueryAsync();
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from webhook_deliveries"));
    }

    [Fact]
    public async Task R6_Delivery_WhenTheRunIsCancelledOverHttp_IsNotedAndSent()
    {
        await HookAsync();
        var run = await RunAsync();
        var answer = await Api.PostAsync($"/api/v1/executions/{run}/cancel", "");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            1, await Api.QueryAsync<long>("select count(*) from webhook_deliveries where event = 'cancelled'"));
        Assert.Equal("execution.cancelled", (await Receiver.NextAsync()).Event);
    }

    [Fact]
    public async Task Delivery_WhenTheRunIsEnteredAsFailed_IsNoted()
    {
        await HookAsync(""", "events": ["failed"]""");
        await Api.ExecuteAsync($$"""
            insert into workflow_runs (run_id, workflow_name, owner_id, shard, status, webhooks)
            values (gen_random_uuid(), 'w', 'local', 1, 'FAILED',
                    '[{"url": "{{Receiver.Url}}", "host": "x", "events": ["ended"]}]')
            """);
        var hook = await Receiver.NextAsync();
        Assert.Equal("execution.failed", hook.Event);
        Assert.False(hook.Headers.ContainsKey("webhook-signature"));
    }

    [Fact]
    public async Task Progress_WhenThereAreManyCommits_IsNotedOncePerSendAndTellsWhereTheRunIs()
    {
        await HookAsync(""", "events": ["progress"]""");
        var run = await RunAsync();
        await Api.ExecuteAsync($"""
            begin;
            insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, completed_at,
                                         began_revision)
            values ('{run}', '/do/0/first', 'first', 'data_processing', 'COMPLETED', now(), now(), 1);
            update workflow_runs set status = 'RUNNING', revision = 1;
            update workflow_runs set revision = 2;
            update workflow_runs set revision = 3;
            commit
            """);
        var told = (await Receiver.NextAsync()).Json.GetProperty("data");
        Assert.Equal("""running 3 {"completed_steps" : 1, "total_steps" : 2}""",
            $"{told.Text("status")} {told.GetProperty("revision")} {told.GetProperty("progress").GetRawText()}");
        await UntilAsync("delivered_at is not null from webhook_deliveries");

        await Api.ExecuteAsync("update workflow_runs set revision = 4");
        Assert.Equal(4, (await Receiver.NextAsync()).Json.GetProperty("data").GetProperty("revision").GetInt32());
        await EndAsync(run);
        Assert.Equal(2, await Api.QueryAsync<long>("select count(*) from webhook_deliveries"));
    }

    [Fact]
    public async Task R10_Run_WhenItIsEntered_CarriesTheWebhooksOfItsOwnerAndItsWorkflow()
    {
        await HookAsync();
        var other = await Api.RegisterAsync(Documents.Local("other"));
        await HookAsync($$""", "workflow_id": "{{other}}" """);
        await HookAsync(user: Api.As("bob"));

        var run = await RunAsync();
        await Api.StartAsync(other);
        Assert.Equal(1, await WebhooksOfAsync($"run_id = '{run}'"));
        Assert.Equal(2, await WebhooksOfAsync($"workflow_id = '{other}'"));
    }

    [Fact]
    public async Task Run_WhenNobodyWantsToBeTold_CarriesNothing()
    {
        await RunAsync();
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs where webhooks is null"));
    }

    [Fact]
    public async Task Delivery_WhenTheWebhookIsDeletedMeanwhile_IsGivenUp()
    {
        var hook = await HookAsync();
        var run = await RunAsync();
        Assert.Equal(
            HttpStatusCode.NoContent, (await Api.Http.DeleteAsync($"/api/v1/webhooks/{hook.Text("id")}")).StatusCode);
        await EndAsync(run);
        await UntilAsync("last_error = 'The webhook was deleted.' and failed_at is not null from webhook_deliveries");
        Assert.Equal(0, Receiver.Count);
    }

    private Task<int> WebhooksOfAsync(string condition) => Api.QueryAsync<int>(
        $"select jsonb_array_length(webhooks) from workflow_runs where {condition}");
}
