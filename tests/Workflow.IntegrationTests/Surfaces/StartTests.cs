using System.Net;
using System.Text.Json;
using Confluent.Kafka;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Surfaces;

/// <summary>What every surface's start takes.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StartTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string Terms = """
        "version": "1.0.0", "labels": {"team": "blue", "env": "test"}, "business_key": "order-7", "priority": -5,
        "start_at": "2031-01-01T00:00:00Z", "queue_timeout_seconds": 60
        """;

    [Theory]
    [InlineData("v1")]
    [InlineData("execute")]
    [InlineData("async")]
    public async Task Start_WhenItCarriesTerms_KeepsThem(string surface)
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        await Api.RegisterAsync(Documents.Local(version: "2.0.0"));
        var answer = await StartAsync(surface, workflow.ToString(), Terms);

        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        Assert.Equal("1.0.0|order-7|-5|blue|test", await Api.QueryAsync<string>("""
            select concat_ws('|', workflow_version, business_key, priority, labels ->> 'team', labels ->> 'env')
              from workflow_runs
            """));
        Assert.True(await Api.QueryAsync<bool>("""
            select start_at = '2031-01-01T00:00:00Z' and wake_at = start_at
                   and queue_deadline = '2031-01-01T00:01:00Z' and status = 'PENDING' from workflow_runs
            """));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("execute")]
    [InlineData("async")]
    public async Task Start_WhenATermIsWrong_NamesIt(string surface)
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        foreach (var (term, pointer) in new[]
        {
            ("\"priority\": 101", "/priority"), ("\"priority\": \"high\"", "/priority"),
            ("\"labels\": {\"a\": 1}", "/labels"), ("\"start_at\": \"soon\"", "/start_at"),
            ("\"queue_timeout_seconds\": 0", "/queue_timeout_seconds"), ("\"business_key\": \"\"", "/business_key"),
            ("\"version\": 1", "/version"), ("\"urgent\": true", "/urgent"),
        })
        {
            var problem = await (await StartAsync(surface, workflow.ToString(), term)).ProblemAsync(
                422, "invalid-body");
            Assert.Equal(pointer, problem.GetProperty("errors")[0].Text("pointer"));
        }

        await (await StartAsync(surface, workflow.ToString(), "\"version\": \"9.9.9\"")).ProblemAsync(
            404, "workflow-not-found");
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("execute")]
    [InlineData("async")]
    public async Task Start_WhenTheWorkflowIsNamed_FindsTheCallersOwn(string surface)
    {
        var workflow = await Api.RegisterAsync(Documents.Local("my-workflow-id"));
        foreach (var name in new[] { "my-workflow-id", "tests/my-workflow-id" })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(surface, name)).StatusCode);
        }

        Assert.Equal(2, await Api.QueryAsync<long>(
            $"select count(*) from workflow_runs where workflow_id = '{workflow}'"));
        foreach (var name in new[] { "my-workflow", "other/my-workflow-id", "what is this", "a/b/c" })
        {
            await (await StartAsync(surface, name)).ProblemAsync(404, "workflow-not-found");
        }

        await (await StartAsync(surface, "my-workflow-id", user: Api.As("bob"))).ProblemAsync(
            404, "workflow-not-found");
        await Api.ExecuteAsync("update workflow_definitions set owner_id = 'bob'");
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(surface, "my-workflow-id")).StatusCode);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("execute")]
    [InlineData("async")]
    public async Task Start_WhenTheNameIsInSeveralNamespaces_AsksForOne(string surface)
    {
        await Api.RegisterAsync(Documents.Local("twin"));
        var other = await Api.RegisterAsync(
            Documents.Local("twin").Replace("namespace: tests", "namespace: other", StringComparison.Ordinal));
        var problem = await (await StartAsync(surface, "twin")).ProblemAsync(422, "ambiguous-workflow");

        Assert.Contains("other/twin or tests/twin", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(surface, "other/twin")).StatusCode);
        Assert.Equal(other, await Api.QueryAsync<Guid>("select workflow_id from workflow_runs"));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("execute")]
    [InlineData("async")]
    public async Task Start_WhenTheKeyComesWithOtherTerms_Returns422(string surface)
    {
        var workflow = (await Api.RegisterAsync(Documents.Local())).ToString();
        var first = await (await StartAsync(surface, workflow, Terms, "k")).JsonAsync();
        var again = await StartAsync(surface, workflow, Terms, "k");
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(first.Text("execution_id"), (await again.JsonAsync()).Text("execution_id"));

        foreach (var (part, other) in new[]
        {
            ("blue", "red"), ("order-7", "order-8"), ("-5", "-4"), ("2031", "2032"), ("60", "61"),
            ("\"version\": \"1.0.0\",", ""),
        })
        {
            await (await StartAsync(surface, workflow, Terms.Replace(part, other, StringComparison.Ordinal), "k"))
                .ProblemAsync(422, "idempotency-key-reused");
        }

        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Start_WhenItIsForLater_SendsNoMessageUntilThen()
    {
        var workflow = (await Api.RegisterAsync(Documents.Local())).ToString();
        await StartAsync("execute", workflow, "\"start_at\": \"2031-01-01\"");
        var past = await (await StartAsync("execute", workflow, "\"start_at\": \"2001-01-01\"")).JsonAsync();

        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs where wake_at is null"));
        Assert.Equal([past.Text("execution_id")], Messages());
    }

    [Fact]
    public async Task StartV1_WhenTheTargetIsAnAgent_RunsItAsTheOnlyStepOfItsOwnPlan()
    {
        await Api.PutAgentAsync("mem_l1_summarizer", """{"endpoint": "http://127.0.0.1:9/x"}""");
        var answer = await Api.PostAsync("/api/v1/executions", """
            {"type": "agent", "target_id": "mem_l1_summarizer", "inputs": {"text": "Input text"},
             "config": {"flow_id": "default"}}
            """);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var body = await answer.JsonAsync();
        var id = body.GetProperty("execution_id").GetGuid();
        Assert.Equal(
            ["execution_id", "type", "target_id", "target_name", "status", "status_url", "created_at", "starts_at"],
            body.EnumerateObject().Select(member => member.Name));
        Assert.Equal($"/api/v1/executions/{id}", body.Text("status_url"));
        Assert.Equal($"/api/v1/executions/{id}", answer.Headers.Location?.OriginalString);
        Assert.Equal(
            "agent mem_l1_summarizer mem_l1_summarizer pending",
            $"{body.Text("type")} {body.Text("target_id")} {body.Text("target_name")} {body.Text("status")}");
        Assert.Equal("agent|mem_l1_summarizer|1|{\"mem_l1_summarizer\":{\"call\":\"mem_l1_summarizer\"}}",
            await Api.QueryAsync<string>("""
                select concat_ws('|', type, workflow_name, total_steps, plan #>> '{do,0}') from workflow_runs
                 where workflow_id is null and workflow_version is null
                """));
        Assert.Equal("""{"text": "Input text","config":{"flow_id": "default"}}""", await Api.QueryAsync<string>(
            "select input_data::text from workflow_runs"));
    }

    [Fact]
    public async Task StartV1_WhenTheAgentCannotBeCalled_SaysWhy()
    {
        const string body = """{"type": "agent", "target_id": "Reader"}""";
        var problem = await (await Api.PostAsync("/api/v1/executions", body)).ProblemAsync(404, "agent-not-found");
        Assert.Contains("PUT /api/v1/agents/Reader", problem.Text("detail"), StringComparison.Ordinal);
        await Api.PutAgentAsync("Reader", """{"endpoint": "http://127.0.0.1:9/x", "enabled": false}""");
        await (await Api.PostAsync("/api/v1/executions", body)).ProblemAsync(409, "agent-disabled");
        await Api.PutAgentAsync("Reader", """{"endpoint": "http://127.0.0.1:9/x"}""");
        await Api.ExecuteAsync("update agents set deleted_at = now()");
        await (await Api.PostAsync("/api/v1/executions", body)).ProblemAsync(404, "agent-not-found");
        await Api.ExecuteAsync("update agents set deleted_at = null");
        await (await Api.As("bob").PostAsync("/api/v1/executions", body)).ProblemAsync(404, "agent-not-found");
        await (await Api.PostAsync("/api/v1/executions", """{"type": "agent", "target_id": "no such"}"""))
            .ProblemAsync(404, "agent-not-found");
        await (await Api.PostAsync(
            "/api/v1/executions", """{"type": "agent", "target_id": "Reader", "version": "1.0.0"}"""))
            .ProblemAsync(422, "invalid-body");
    }

    [Fact]
    public async Task StartV1_WhenTheBodyIsIncomplete_NamesEveryGap()
    {
        var problem = await (await Api.PostAsync("/api/v1/executions", """{"type": "job"}""")).ProblemAsync(
            422, "invalid-body");
        Assert.Equal(
            ["/type", "/target_id"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
        await Api.RegisterAsync(Documents.Local());
        var twice = await Api.PostAsync("/api/v1/executions", """
            {"type": "pipeline", "target_id": "greet", "inputs": {"config": 1}, "config": {"a": 1}}
            """);
        Assert.Equal("/config", (await twice.ProblemAsync(422, "invalid-body")).GetProperty("errors")[0]
            .Text("pointer"));
    }

    [Fact]
    public async Task StartV1_WhenTheTypeIsPipeline_RunsTheDefinition()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var body = await (await Api.PostAsync(
            "/api/v1/executions", """{"type": "pipeline", "target_id": "greet", "inputs": {}, "config": {}}"""))
            .JsonAsync();

        Assert.Equal($"{workflow} greet", $"{body.Text("target_id")} {body.Text("target_name")}");
        Assert.Equal("pipeline|2|{}", await Api.QueryAsync<string>(
            "select concat_ws('|', type, total_steps, input_data::text) from workflow_runs where plan is null"));
    }

    [Fact]
    public async Task StartAsync_WhenAccepted_HasTheSeedsShapeAndKeepsTheQuery()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var answer = await Api.PostAsync($"/api/workflows/{workflow}/execute/async", """
            {"query": "Your query here", "session_id": "s", "user_id": "mallory", "chat_history": [{"a": "\ud83d"}]}
            """);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var body = await answer.JsonAsync();
        var id = body.GetProperty("execution_id").GetGuid();
        Assert.Equal(
            ["execution_id", "status", "type", "estimated_completion_time", "status_url", "timestamp"],
            body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            $"accepted workflow /api/executions/{id}/status",
            $"{body.Text("status")} {body.Text("type")} {body.Text("status_url")}");
        Assert.EndsWith("Z", body.Text("timestamp"), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(30), EstimateOf(body));
        Assert.Equal("local", await Api.QueryAsync<string>("select owner_id from workflow_runs"));
        Assert.Equal(
            """{"query":"Your query here","session_id":"s","user_id":"mallory","chat_history":[{"a": "\ud83d"}]}""",
            await Api.QueryAsync<string>("select input_data::text from workflow_runs"));
        await (await Api.PostAsync($"/api/workflows/{workflow}/execute/async", "{}")).ProblemAsync(
            422, "invalid-body");
    }

    [Fact]
    public async Task StartAsync_WhenTheWorkflowHasAHistory_EstimatesTheMedian()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        await Api.ExecuteAsync($"""
            insert into workflow_runs (run_id, workflow_id, workflow_name, owner_id, shard, status, created_at,
                                       started_at, completed_at)
            select gen_random_uuid(), '{workflow}', 'greet', 'local', 0, status, at, at, at + seconds * interval '1 s'
              from (values ('COMPLETED', 100), ('COMPLETED', 7), ('COMPLETED', 8), ('FAILED', 1), ('FAILED', 1))
                   as v (status, seconds), (select now() - interval '1 hour' as at) t
            """);
        var body = await (await StartAsync("async", workflow.ToString())).JsonAsync();
        Assert.Equal(TimeSpan.FromSeconds(8), EstimateOf(body));
        var later = await (await StartAsync("async", workflow.ToString(), Terms)).JsonAsync();
        Assert.Equal(
            DateTimeOffset.Parse("2031-01-01T00:00:08Z"),
            later.GetProperty("estimated_completion_time").GetDateTimeOffset());
    }

    private static TimeSpan EstimateOf(JsonElement body) =>
        body.GetProperty("estimated_completion_time").GetDateTimeOffset()
        - body.GetProperty("timestamp").GetDateTimeOffset();

    private Task<HttpResponseMessage> StartAsync(
        string surface, string target, string terms = "", string? key = null, ApiHost? user = null)
    {
        user ??= Api;
        var escaped = Uri.EscapeDataString(target);
        string[] members = terms.Length == 0 ? [] : [terms];
        return surface switch
        {
            "v1" => user.PostAsync("/api/v1/executions", Body(
                ["\"type\": \"workflow\"", $"\"target_id\": {JsonSerializer.Serialize(target)}", .. members]),
                key: key),
            "execute" => user.PostAsync($"/api/workflows/{escaped}/execute", Body(members), key: key),
            _ => user.PostAsync(
                $"/api/workflows/{escaped}/execute/async", Body(["\"query\": \"Process my data\"", .. members]),
                key: key),
        };
    }

    private static string Body(IEnumerable<string> members) => $"{{{string.Join(", ", members)}}}";

    /// <summary>Runs that messages ask for.</summary>
    private List<string> Messages()
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = Api.Broker.BootstrapServers,
            GroupId = "test",
            EnablePartitionEof = true,
        }).Build();
        consumer.Assign(Enumerable.Range(0, PostgresFixture.Partitions).Select(
            partition => new TopicPartitionOffset(Topics.ExecutionRequests, partition, Offset.Beginning)));
        var (runs, ends) = (new List<string>(), 0);
        while (runs.Count == 0 || ends < PostgresFixture.Partitions)
        {
            var read = consumer.Consume(TimeSpan.FromSeconds(60));
            if (read.IsPartitionEOF)
            {
                ends++;
            }
            else
            {
                runs.Add(read.Message.Key);
            }
        }

        return runs;
    }
}
