using System.Net;
using System.Text.Json;
using Workflow.Database.Intake;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class HealthTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string Consumers = """
        insert into consumers (id, kind, host, pid, seen_at, shards, active_runs) values
            ('consumer-1', 'consumer', 'here', 11, now(), '{0,1}', 3),
            ('consumer-2', 'consumer', 'here', 12, now() - interval '1 h', '{}', 0),
            ('bridge-1', 'bridge', 'here', 13, now(), '{}', 0);
        insert into shards (shard, epoch, token, owner)
            select n, 1, gen_random_uuid(), 'consumer-1' from generate_series(0, 15) as n;
        """;

    protected override string[] Settings =>
    [
        "--WORKFLOW_INTAKE_BACKLOG_MAX=2", "--WORKFLOW_INTAKE_BACKLOG_REFRESH_MS=600000",
        "--WORKFLOW_API_HEALTH_TIMEOUT_MS=5000", "--WORKFLOW_API_PROCESS_SILENCE_MS=600000",
    ];

    [Fact]
    public async Task Health_WhenNobodyExecutes_Returns503AndSaysWhoIsMissing()
    {
        var (status, components) = await UntilAsync("bridge:down broker:up database:up shards:down");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("16 of 16", components.GetProperty("shards").Text("detail"));
    }

    [Fact]
    public async Task Health_WhenAllIsUp_Returns200()
    {
        await Api.ExecuteAsync(Consumers);
        var (status, _) = await UntilAsync("bridge:up broker:up database:up shards:up");
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Theory]
    [InlineData("update shards set owner = 'consumer-2' where shard in (3, 7)")]
    [InlineData("update shards set owner = null where shard in (3, 7)")]
    [InlineData("delete from shards where shard in (3, 7)")]
    public async Task Health_WhenAShardHasNoLiveOwner_NamesIt(string change)
    {
        await Api.ExecuteAsync(Consumers + change);
        var (status, components) = await UntilAsync("bridge:up broker:up database:up shards:down");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("2 of 16 have no live owner: 3, 7", components.GetProperty("shards").Text("detail"));
    }

    [Fact]
    public async Task Health_WhenTheBrokerIsDown_Returns503()
    {
        await Api.ExecuteAsync(Consumers);
        Api.Broker.Down();
        var (status, _) = await UntilAsync("bridge:up broker:down database:up shards:up");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
    }

    [Fact]
    public async Task Consumers_WhenListed_TellWhatTheyOwn()
    {
        await Api.ExecuteAsync(Consumers);
        var list = (await (await Api.Http.GetAsync("/api/v1/consumers")).JsonAsync()).GetProperty("consumers");
        Assert.Equal(
            ["consumer-1", "consumer-2", "bridge-1"], list.EnumerateArray().Select(each => each.Text("id")));
        Assert.Equal("[0,1] 3", $"{list[0].GetProperty("shards").GetRawText()} {list[0].GetProperty("active_runs")}");
    }

    [Fact]
    public async Task Shards_WhenListed_TellWhoseTheyAreAndHowFarBehind()
    {
        await Api.ExecuteAsync(Consumers + """
            update shards set owner = 'consumer-2', epoch = 4 where shard = 3;
            insert into workflow_runs (run_id, workflow_name, owner_id, shard, status, created_at, start_at)
            values (gen_random_uuid(), 'x', 'local', 3, 'PENDING', '2026-01-02T00:00:00Z', null),
                   (gen_random_uuid(), 'x', 'local', 3, 'PENDING', '2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z'),
                   (gen_random_uuid(), 'x', 'local', 3, 'PENDING', '2026-01-01T00:00:00Z', now() + interval '1 day'),
                   (gen_random_uuid(), 'x', 'local', 3, 'RUNNING', '2026-01-01T00:00:00Z', null);
            insert into workflow_runs (run_id, workflow_name, owner_id, shard, status)
            select gen_random_uuid(), 'x', 'local', 5, 'RUNNING' from generate_series(1, 1100)
            """);
        var shards = (await (await Api.Http.GetAsync("/api/v1/shards")).JsonAsync()).GetProperty("shards");
        Assert.Equal(16, shards.GetArrayLength());
        Assert.Equal("1 consumer-1 True 0 0 False", Told(shards[0]));
        Assert.Equal("4 consumer-2 False 2 1 False", Told(shards[3]));
        Assert.Equal("2026-01-02T00:00:00Z", shards[3].Text("oldest_pending_at"));
        Assert.Equal(1, shards[3].GetProperty("delayed").GetInt32());
        Assert.Equal("1 consumer-1 True 0 1001 True", Told(shards[5]));
    }

    private static string Told(JsonElement shard) => string.Join(
        ' ', new[] { "epoch", "owner", "is_owner_alive", "pending", "running", "is_more" }.Select(
            name => shard.GetProperty(name).ToString()));

    [Fact]
    public async Task R9_Start_WhenTheBacklogIsDeep_Returns429WithRetryAfter()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var backlog = Api.Service<Backlog>();

        // The first count: else the first start has one made, which may end after the test's.
        await backlog.CountOnceAsync(CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await Api.StartAsync(workflow)).StatusCode);
            await backlog.CountOnceAsync(CancellationToken.None);
        }

        var answer = await Api.StartAsync(workflow);
        var problem = await answer.ProblemAsync(429, "backlog-full");
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        Assert.Equal(2, problem.GetProperty("backlog_max").GetInt32());
        Assert.Equal(3, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    private static string Summary(JsonElement components) => string.Join(' ', components.EnumerateObject()
        .Select(each => $"{each.Name}:{each.Value.Text("status")}").Order());

    /// <summary>Looks until the components are so: one that does not answer in time counts as down.</summary>
    private async Task<(HttpStatusCode Status, JsonElement Components)> UntilAsync(string summary)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await Api.Http.GetAsync("/healthz");
            var components = (await answer.JsonAsync()).GetProperty("components");
            if (Summary(components) == summary)
            {
                return (answer.StatusCode, components);
            }

            Assert.False(patience.IsCancellationRequested, $"Not {summary} within the time: {components}");
        }
    }
}
