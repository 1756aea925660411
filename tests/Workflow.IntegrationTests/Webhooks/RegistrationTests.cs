using System.Net;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Webhooks;

[Collection(PostgresCollection.Name)]
public sealed class RegistrationTests(PostgresFixture postgres) : WebhookTest(postgres)
{
    [Fact]
    public async Task Webhook_WhenRegistered_ShowsItsSecretOnceAndNoValueOfAHeaderEver()
    {
        var answer = await Api.PostAsync("/api/v1/webhooks", """
            {"url": "https://example.org/hooks", "events": ["failed", "progress", "failed"],
             "headers": {"Authorization": "Bearer hush"}, "description": "ops"}
            """);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var hook = await answer.JsonAsync();
        Assert.StartsWith("whsec_", hook.Text("secret"), StringComparison.Ordinal);
        Assert.Equal($"/api/v1/webhooks/{hook.Text("id")}", answer.Headers.Location?.OriginalString);

        var shown = await Api.Http.GetStringAsync($"/api/v1/webhooks/{hook.Text("id")}");
        var listed = await Api.Http.GetStringAsync("/api/v1/webhooks");
        foreach (var text in new[] { shown, listed })
        {
            Assert.Contains("""["failed","progress"]""", text, StringComparison.Ordinal);
            Assert.Contains("Authorization", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
            Assert.DoesNotContain("whsec_", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{}""", "/url")]
    [InlineData("""{"url": "ftp://example.org/"}""", "/url")]
    [InlineData("""{"url": "http://user:secret@example.org/"}""", "/url")]
    [InlineData("""{"url": "http://169.254.169.254/latest/meta-data/"}""", "/url")]
    [InlineData("""{"url": "http://[::ffff:10.0.0.1]/"}""", "/url")]
    [InlineData("""{"url": "http://0xa.0.0.1/"}""", "/url")]
    [InlineData("""{"url": "https://example.org/", "events": ["born"]}""", "/events")]
    [InlineData("""{"url": "https://example.org/", "secret": "short"}""", "/secret")]
    [InlineData("""{"url": "https://example.org/", "headers": {"Host": "x"}}""", "/headers")]
    [InlineData("""{"url": "https://example.org/", "headers": {"webhook-id": "x"}}""", "/headers")]
    [InlineData("""{"url": "https://example.org/", "headers": {"A": "b\r\nC: d"}}""", "/headers")]
    [InlineData("""{"url": "https://example.org/", "headers": {"A b": "x"}}""", "/headers")]
    [InlineData("""{"url": "https://example.org/", "colour": "red"}""", "/colour")]
    public async Task Webhook_WhenTheBodyIsWrong_NamesTheMember(string body, string pointer)
    {
        var problem = await (await Api.PostAsync("/api/v1/webhooks", body)).ProblemAsync(422, "invalid-body");
        Assert.Contains(pointer, problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
    }

    [Fact]
    public async Task R9_Webhook_WhenThereAreTooMany_IsRefusedAlsoInARace()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Api.PostAsync("/api/v1/webhooks", """{"url": "https://example.org/"}""")));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        await answers.First(answer => answer.StatusCode != HttpStatusCode.Created)
            .ProblemAsync(409, "too-many-webhooks");
        Assert.Equal(3, await Api.QueryAsync<long>("select count(*) from webhooks"));
    }

    [Fact]
    public async Task R10_Webhook_WhenItIsSomebodyElses_IsNotThere()
    {
        var (alice, bob) = (Api.As("alice"), Api.As("bob"));
        var id = (await HookAsync(user: alice)).Text("id");
        await alice.StartAsync(await alice.RegisterAsync(Documents.Local()));
        await Api.ExecuteAsync("update workflow_runs set status = 'FAILED'");
        await UntilAsync("delivered_at is not null from webhook_deliveries");
        var delivery = await Api.QueryAsync<Guid>("select id from webhook_deliveries");

        await (await bob.Http.GetAsync($"/api/v1/webhooks/{id}")).ProblemAsync(404, "webhook-not-found");
        await (await bob.Http.DeleteAsync($"/api/v1/webhooks/{id}")).ProblemAsync(404, "webhook-not-found");
        await (await bob.Http.GetAsync($"/api/v1/webhook-deliveries/{delivery}"))
            .ProblemAsync(404, "delivery-not-found");
        await (await bob.PostAsync($"/api/v1/webhook-deliveries/{delivery}/redeliver", ""))
            .ProblemAsync(404, "delivery-not-found");
        Assert.Equal((0, 0), (await CountAsync("webhooks", bob), await CountAsync("deliveries", bob)));
        Assert.Equal((1, 1), (await CountAsync("webhooks", alice), await CountAsync("deliveries", alice)));
        Assert.Equal((1, 1), (await CountAsync("webhooks", Api), await CountAsync("deliveries", Api)));
        Assert.Equal(1, Receiver.Count);
    }

    [Fact]
    public async Task R10_Webhook_WhenTheWorkflowIsSomebodyElses_IsRefused()
    {
        var workflow = await Api.As("alice").RegisterAsync(Documents.Local());
        var answer = await Api.As("bob").PostAsync(
            "/api/v1/webhooks", $$"""{"url": "https://example.org/", "workflow_id": "{{workflow}}"}""");
        await answer.ProblemAsync(404, "workflow-not-found");
    }

    [Fact]
    public async Task Lists_WhenThereAreSeveralPages_GoThroughAll()
    {
        for (var i = 0; i < 3; i++)
        {
            await HookAsync();
        }

        await EndAsync(await RunAsync());
        Assert.Equal(3, await CountAsync("webhooks", Api));
        Assert.Equal(3, await CountAsync("deliveries", Api));
        await (await Api.Http.GetAsync("/api/v1/webhooks?after=AAAA")).ProblemAsync(422, "invalid-parameter");
        await (await Api.Http.GetAsync("/api/v1/webhook-deliveries?after=MQoy"))
            .ProblemAsync(422, "invalid-parameter");
        await (await Api.Http.GetAsync("/api/v1/webhook-deliveries?status=lost"))
            .ProblemAsync(422, "invalid-parameter");
    }

    private static async Task<int> CountAsync(string member, ApiHost user)
    {
        var path = member == "deliveries" ? "webhook-deliveries" : member;
        var ids = new HashSet<string>();
        for (string? query = "limit=2"; query is not null;)
        {
            var page = await (await user.Http.GetAsync($"/api/v1/{path}?{query}")).JsonAsync();
            Assert.InRange(page.GetProperty(member).GetArrayLength(), 0, 2);
            Assert.All(page.GetProperty(member).EnumerateArray(), row => Assert.True(ids.Add(row.Text("id"))));
            query = page.GetProperty("next").GetString() is { } next ? $"limit=2&after={next}" : null;
        }

        return ids.Count;
    }
}

/// <summary>Where nothing is allowed beyond the public internet.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StrictDestinationTests(PostgresFixture postgres) : WebhookTest(postgres)
{
    protected override string[] Settings => [.. base.Settings, "--WORKFLOW_OUTGOING_ALLOWED=none"];

    [Fact]
    public async Task Delivery_WhenTheNameResolvesToThisMachine_IsNotMadeAndGivenUpAtOnce()
    {
        await HookAsync(url: $"http://localhost:{Receiver.Port}/hook");
        await EndAsync(await RunAsync());
        await UntilAsync("failed_at is not null from webhook_deliveries");
        var failed = Assert.Single((await DeliveriesAsync()).EnumerateArray());
        Assert.Contains("no public address", failed.Text("last_error"), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", failed.Text("last_error"), StringComparison.Ordinal);
        Assert.Equal(0, Receiver.Count);
    }
}
