using System.Net;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Concurrency;

/// <summary>Starts with a concurrency key, on an API without consumers: nothing that is taken ends.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StartTests(PostgresFixture postgres) : ApiTest(postgres)
{
    protected override string[] Settings => ["--WORKFLOW_INTAKE_CONCURRENCY_QUEUE_MAX=2"];

    [Fact]
    public async Task Start_WhenManyComeAtOnceAndTheLimitRefuses_TakesExactlyOne()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        const string body = """{"concurrency": {"key": "one", "on_limit": "reject"}}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Api.StartAsync(workflow, body)));

        var taken = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        var holder = (await taken.JsonAsync()).Text("execution_id");
        foreach (var refused in answers.Where(answer => answer != taken))
        {
            var problem = await refused.ProblemAsync(409, "concurrency-limit");
            Assert.Equal(holder, problem.GetProperty("holders")[0].GetString());
        }

        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs where concurrency_key = 'one'"));
    }

    // R9
    [Fact]
    public async Task Start_WhenAsManyWaitAsMay_IsRefusedAndOtherKeysAreNot()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        const string body = """{"concurrency": {"key": "queue", "limit": 2}}""";
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await Api.StartAsync(workflow, body)).StatusCode);
        }

        await (await Api.StartAsync(workflow, body)).ProblemAsync(429, "concurrency-queue-full");
        var other = await Api.StartAsync(workflow, """{"concurrency": {"key": "other"}}""");

        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
        Assert.Equal(1, await Api.QueryAsync<long>(
            "select count(distinct shard) from workflow_runs where concurrency_key = 'queue'"));
    }

    [Theory]
    [InlineData("""{"concurrency": {"limit": 2}}""", "/concurrency/key")]
    [InlineData("""{"concurrency": {"key": "k", "limit": 0}}""", "/concurrency/limit")]
    [InlineData("""{"concurrency": {"key": "k", "on_limit": "wait"}}""", "/concurrency/on_limit")]
    public async Task Start_WhenTheKeyIsWronglySaid_NamesTheMember(string body, string pointer)
    {
        var workflow = await Api.RegisterAsync(Documents.Local());

        var problem = await (await Api.StartAsync(workflow, body)).ProblemAsync(422, "invalid-body");

        Assert.Equal(pointer, problem.GetProperty("errors")[0].Text("pointer"));
    }
}
