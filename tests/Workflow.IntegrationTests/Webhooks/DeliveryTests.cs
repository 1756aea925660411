using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Workflow.Api.Webhooks;
using Workflow.Database.Webhooks;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Webhooks;

[Collection(PostgresCollection.Name)]
public sealed class DeliveryTests(PostgresFixture postgres) : WebhookTest(postgres)
{
    [Fact]
    public async Task Delivery_WhenARunEnds_TellsTheReceiverOnceAndSigned()
    {
        var secret = (await HookAsync(""", "headers": {"X-Team": "blue"}""")).Text("secret");
        var run = await RunAsync();
        await EndAsync(run);

        var hook = await Receiver.NextAsync();
        Assert.Equal("execution.completed", hook.Event);
        var told = hook.Json.GetProperty("data");
        Assert.Equal(run, told.GetProperty("execution_id").GetGuid());
        Assert.Equal("completed", told.Text("status"));
        Assert.Equal("""{"sum": 2}""", told.GetProperty("output_data").GetRawText());
        Assert.False(told.GetProperty("output_left_out").GetBoolean());
        Assert.Equal("application/json", hook.Headers["content-type"]);
        Assert.Equal("blue", hook.Headers["x-team"]);
        var timestamp = long.Parse(hook.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        Assert.Equal(
            Signature.Of(secret, hook.Id, timestamp, hook.Body), hook.Headers["webhook-signature"]);

        await UntilAsync("count(*) = 1 from webhook_deliveries where delivered_at is not null");
        var delivery = Assert.Single((await DeliveriesAsync($"execution_id={run}")).EnumerateArray());
        Assert.Equal(("delivered", hook.Id), (delivery.Text("status"), delivery.Text("id")));
        var detail = await (await Api.Http.GetAsync($"/api/v1/webhook-deliveries/{hook.Id}")).JsonAsync();
        Assert.Equal(hook.Json.GetRawText(), detail.GetProperty("payload").GetRawText());
        var met = Assert.Single(detail.GetProperty("tries").EnumerateArray());
        Assert.Equal((1, 200, "taken"), (
            met.GetProperty("attempt").GetInt32(), met.GetProperty("status_code").GetInt32(), met.Text("answer")));
        Assert.Equal(1, Receiver.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task Delivery_WhenTheReceiverRefuses_IsTriedAgainUnderTheSameIdUntilItIsTaken(int status)
    {
        Receiver.Answer = number => number < 3
            ? new ReceiverAnswer(status, "not now", ("Location", "http://169.254.169.254/"))
            : new ReceiverAnswer(204, "");
        await HookAsync();
        await EndAsync(await RunAsync());

        var (first, second, third) = (
            await Receiver.NextAsync(), await Receiver.NextAsync(), await Receiver.NextAsync());
        Assert.Equal([first.Id, first.Id], new[] { second.Id, third.Id });
        Assert.Equal(first.Body, third.Body);
        await UntilAsync("count(*) = 1 from webhook_deliveries where delivered_at is not null");
        Assert.Equal($"{status} {status} 204", await Api.QueryAsync<string>(
            "select string_agg(status_code::text, ' ' order by attempt) from webhook_attempts"));
    }

    [Fact]
    public async Task Delivery_WhenNobodyListensAtFirst_IsTakenOnceSomebodyDoes()
    {
        var port = Ports.Free();
        await HookAsync(url: $"http://127.0.0.1:{port}/hook");
        await EndAsync(await RunAsync());
        await UntilAsync("count(*) > 0 from webhook_attempts where status_code is null and error is not null");
        await UntilAsync("failed_at is not null from webhook_deliveries");

        await using var late = await WebhookReceiver.StartAsync(port);
        var id = await Api.QueryAsync<Guid>("select id from webhook_deliveries");
        await Api.PostAsync($"/api/v1/webhook-deliveries/{id}/redeliver", "");
        Assert.Equal(id.ToString(), (await late.NextAsync()).Id);
    }

    [Fact]
    public async Task R9_Delivery_WhenEveryTryFails_IsGivenUpVisiblyAndCanBeAskedForAgain()
    {
        Receiver.Answer = _ => new ReceiverAnswer(503, "still down");
        await HookAsync();
        var run = await RunAsync();
        await EndAsync(run);

        await UntilAsync("failed_at is not null from webhook_deliveries");
        var failed = Assert.Single((await DeliveriesAsync("status=failed")).EnumerateArray());
        Assert.Equal((3, "The receiver answered 503."), (
            failed.GetProperty("attempts").GetInt32(), failed.Text("last_error")));
        Assert.Equal(3, Receiver.Count);

        Receiver.Answer = _ => new ReceiverAnswer(200, "");
        var again = await Api.PostAsync($"/api/v1/webhook-deliveries/{failed.Text("id")}/redeliver", "");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        await UntilAsync("delivered_at is not null from webhook_deliveries");
        Assert.Equal(4, await Api.QueryAsync<long>("select count(*) from webhook_attempts"));
        Assert.Empty((await DeliveriesAsync("status=failed")).EnumerateArray());
    }

    [Fact]
    public async Task Delivery_WhenTheReceiverIsGoneForGood_IsGivenUpAtOnce()
    {
        Receiver.Answer = _ => new ReceiverAnswer(410, "");
        await HookAsync();
        await EndAsync(await RunAsync());
        await UntilAsync("failed_at is not null from webhook_deliveries");
        Assert.Equal(1, Receiver.Count);
    }

    // R1: whoever claimed it died before sending; the lease ends, and another process sends it under the same id.
    [Fact]
    public async Task Delivery_WhenItsSenderDiesBeforeSending_IsSentByAnotherUnderTheSameId()
    {
        await HookAsync(""", "events": ["completed"]""");
        var run = await RunAsync();
        var dying = Api.Service<DeliveryQueue>();
        await using var holding = await Api.Database.OpenConnectionAsync();
        await using var transaction = await holding.BeginTransactionAsync();
        await using (var end = new Npgsql.NpgsqlCommand(
            $"update workflow_runs set status = 'COMPLETED', completed_at = now() where run_id = '{run}'", holding))
        {
            await end.ExecuteNonQueryAsync();
        }

        // Claimed within the transaction that makes it, so that the API's own sender cannot be faster.
        await using (var claim = new Npgsql.NpgsqlCommand(
            """
            update webhook_deliveries set attempts = 1, claimed_by = 'dead', next_attempt_at = now() + interval '0.3 s'
            """, holding))
        {
            Assert.Equal(1, await claim.ExecuteNonQueryAsync());
        }

        await transaction.CommitAsync();
        var id = await Api.QueryAsync<Guid>("select id from webhook_deliveries");

        Assert.Equal(id.ToString(), (await Receiver.NextAsync()).Id);
        await UntilAsync("delivered_at is not null from webhook_deliveries");
        Assert.Equal(2, await Api.QueryAsync<int>("select attempts from webhook_deliveries"));
        await dying.FinishAsync(
            id, new DeliveryAttempt(1, DateTimeOffset.UnixEpoch, 1, null, "late", null), null, CancellationToken.None);
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from webhook_deliveries where failed_at is null"));
    }

    [Fact]
    public async Task R9_Delivery_WhenOneHostIsSlow_LeavesPlacesToOthersAndIsNotFlooded()
    {
        using var slow = new TcpListener(IPAddress.Loopback, 0);
        slow.Start();
        await HookAsync(url: $"http://127.0.0.1:{((IPEndPoint)slow.LocalEndpoint).Port}/");
        var workflow = await Api.RegisterAsync(Documents.Local());
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Api.StartAsync(workflow)));
        await EndAllAsync();
        await UntilAsync("count(*) = 4 from webhook_deliveries where claimed_by is not null");

        await HookAsync();
        await EndAsync(await RunAsync());

        Assert.Equal("execution.completed", (await Receiver.NextAsync()).Event);
        Assert.Equal(4, await Api.QueryAsync<long>(
            "select count(*) from webhook_deliveries where claimed_by is not null and url not like '%/hook'"));
    }

    [Fact]
    public async Task R9_Delivery_WhenTheOutputIsLarge_LeavesItOutAndSaysSo()
    {
        await HookAsync();
        var run = await RunAsync();
        await Api.ExecuteAsync($$"""
            update workflow_runs set status = 'COMPLETED', output_data = json_build_object('x', repeat('y', 300000))
             where run_id = '{{run}}'
            """);
        var told = (await Receiver.NextAsync()).Json.GetProperty("data");
        Assert.Equal(
            "null True", $"{told.GetProperty("output_data").GetRawText()} {told.GetProperty("output_left_out")}");
    }

    [Fact]
    public async Task Log_WhenItIsOld_IsDeletedUnlessSomethingIsStillToBeSent()
    {
        await HookAsync();
        await EndAsync(await RunAsync());
        await UntilAsync("delivered_at is not null from webhook_deliveries");
        await Api.ExecuteAsync("update webhook_deliveries set created_at = now() - interval '31 days'");
        await Api.ExecuteAsync("""
            insert into webhook_deliveries (id, owner_id, run_id, target, url, host, event, next_attempt_at, created_at)
            values (gen_random_uuid(), 'local', gen_random_uuid(), 1, 'http://x', 'x', 'failed',
                    now() + interval '1 day', now() - interval '31 days')
            """);
        await Api.Service<DeliveryService>().PurgeOnceAsync(CancellationToken.None);
        Assert.Equal("failed", await Api.QueryAsync<string>("select event from webhook_deliveries"));
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from webhook_attempts"));
    }

    private Task EndAllAsync() => Api.ExecuteAsync(
        "update workflow_runs set status = 'COMPLETED', completed_at = now() where status = 'PENDING'");
}
