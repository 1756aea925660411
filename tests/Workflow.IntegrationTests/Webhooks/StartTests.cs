using System.Net;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Webhooks;

/// <summary>Receivers that a start names for its run alone.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StartTests(PostgresFixture postgres) : WebhookTest(postgres)
{
    [Theory]
    [InlineData("/api/workflows/{0}/execute", "")]
    [InlineData("/api/workflows/{0}/execute/async", """ "query": "?", """)]
    [InlineData("/api/v1/executions", """ "type": "workflow", "target_id": "{0}", """)]
    public async Task Start_WhenItNamesAWebhook_IsToldOfSignedOnEverySurface(string path, string members)
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        const string secret = "a secret of the caller's own";
        await StartAsync(path, members, workflow, $$$"""
            "webhook": {"url": "{{{Receiver.Url}}}", "events": ["failed"], "secret": "{{{secret}}}",
                        "headers": {"X-A": "b"}}
            """);
        await Api.ExecuteAsync("update workflow_runs set status = 'FAILED', completed_at = now()");

        var hook = await Receiver.NextAsync();
        Assert.Equal(("execution.failed", "b"), (hook.Event, hook.Headers["x-a"]));
        Assert.Equal(
            Workflow.Api.Webhooks.Signature.Of(
                secret, hook.Id, long.Parse(hook.Headers["webhook-timestamp"]), hook.Body),
            hook.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Start_WhenItNamesACallbackUrl_IsToldOfItsEndBesideTheRegisteredOnes()
    {
        await HookAsync();
        var workflow = await Api.RegisterAsync(Documents.Local());
        await StartAsync(
            "/api/workflows/{0}/execute", "", workflow, $$""" "callback_url": "{{Receiver.Url}}" """);
        await Api.ExecuteAsync("update workflow_runs set status = 'CANCELLED', completed_at = now()");

        var hooks = new[] { await Receiver.NextAsync(), await Receiver.NextAsync() };
        Assert.Equal(1, hooks.Count(hook => hook.Headers.ContainsKey("webhook-signature")));
        Assert.NotEqual(hooks[0].Id, hooks[1].Id);
    }

    [Theory]
    [InlineData(""" "callback_url": "http://169.254.169.254/" """, "/callback_url")]
    [InlineData(""" "callback_url": "ftp://example.org/" """, "/callback_url")]
    [InlineData(""" "callback_url": "https://a.example/", "webhook": {"url": "https://a.example/"} """,
        "/callback_url")]
    [InlineData(""" "webhook": {"url": "http://10.0.0.1/"} """, "/webhook/url")]
    [InlineData(""" "webhook": {"events": ["ended"]} """, "/webhook/url")]
    [InlineData(""" "webhook": {"url": "https://a.example/", "when": "now"} """, "/webhook/when")]
    [InlineData(""" "webhook": {"url": "https://a.example/", "secret": "x"} """, "/webhook/secret")]
    [InlineData(""" "webhook": "https://a.example/" """, "/webhook")]
    public async Task Start_WhenItsReceiverCannotBeTold_IsRefusedByName(string member, string pointer)
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var problem = await (await Api.StartAsync(workflow, "{" + member + "}")).ProblemAsync(422, "invalid-body");
        Assert.Contains(pointer, problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Start_WhenTheKeyComesWithAnotherReceiver_Returns422()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        await Api.StartAsync(workflow, """{"callback_url": "https://a.example/"}""", "k");
        var same = await Api.StartAsync(workflow, """{"callback_url": "https://a.example/"}""", "k");
        Assert.Equal(HttpStatusCode.Accepted, same.StatusCode);
        await (await Api.StartAsync(workflow, """{"callback_url": "https://b.example/"}""", "k"))
            .ProblemAsync(422, "idempotency-key-reused");
    }

    private async Task StartAsync(string path, string members, Guid workflow, string more)
    {
        var body = $"{{{members.Replace("{0}", workflow.ToString(), StringComparison.Ordinal)}{more}}}";
        var answer = await Api.PostAsync(path.Replace("{0}", workflow.ToString(), StringComparison.Ordinal), body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }
}
