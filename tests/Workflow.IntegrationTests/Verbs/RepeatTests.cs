using System.Net;
using System.Text.Json;
using Confluent.Kafka;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>Retry and rerun over HTTP, on runs that rows say everything about.</summary>
[Collection(OwnerCollection.Name)]
public sealed class RepeatTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string Document = """
        document: { dsl: '1.0.0', namespace: tests, name: shop, version: '1.0.0' }
        do:
        - first: { set: { a: 1 } }
        - race: { fork: { compete: true, branches: [ { left: { set: { l: 1 } } }, { right: { set: { r: 1 } } } ] } }
        - twin: { do: [ { same: { set: { x: 1 } } } ] }
        - other: { do: [ { same: { set: { x: 2 } } } ] }
        - last: { set: { b: 1 } }
        """;

    [Fact]
    public async Task R2_Retry_WhenTheRunFailed_MakesANewOneThatHasTheFinishedSteps()
    {
        var run = await EndedAsync("FAILED");

        var answer = await Api.PostAsync($"/api/v1/executions/{run}/retry", """{"reason": "fixed"}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var body = await answer.JsonAsync();
        var made = body.GetProperty("execution_id").GetGuid();
        Assert.Equal($"pending {run}", $"{body.Text("status")} {body.Text("retried_from")}");
        Assert.Equal(4, body.GetProperty("inherited_steps").GetInt32());
        Assert.Equal($"/api/workflows/executions/{made}", answer.Headers.Location?.ToString());
        Assert.Equal($"PENDING|local|shop|1.0.0|{run}|7|key|0|5", await Api.QueryAsync<string>($"""
            select concat_ws('|', status, owner_id, workflow_name, workflow_version, retried_from, priority,
                             business_key, revision, input_data ->> 'n') from workflow_runs where run_id = '{made}'
            """));
        Assert.Equal(
            "first COMPLETED 0 0 true|left COMPLETED 0 0 true|race COMPLETED 0 0 true|same COMPLETED 0 0 true",
            await Api.QueryAsync<string>($"""
                select string_agg(concat_ws(' ', step_id, status, began_revision, ended_revision,
                                            metadata ->> 'inherited'), '|' order by step_id)
                  from step_executions
                 where run_id = '{made}' and task_id is null and metadata ->> 'inherited_from' = '{run}'
                """));
        Assert.Equal("1", await Api.QueryAsync<string>(
            $"select metadata ->> 'k' from step_executions where run_id = '{made}' and step_id = 'first'"));
        Assert.Equal("FAILED", await Api.QueryAsync<string>(
            $"select status from workflow_runs where run_id = '{run}'"));
        Assert.Equal($"retry {made}|retry {run}", await Api.QueryAsync<string>("""
            select string_agg(concat_ws(' ', verb, detail ->> 'made', detail ->> 'retried_from'), '|' order by id)
              from audit_log where detail -> 'asked' ->> 'reason' = 'fixed'
            """));
        var message = Consume(Sharding.ShardOf(made, PostgresFixture.Partitions));
        Assert.Equal(made.ToString(), message.Text("run_id"));
        Assert.Equal(JsonValueKind.Null, message.GetProperty("workflow_plan").ValueKind);
    }

    [Theory]
    [InlineData("PENDING")]
    [InlineData("RUNNING")]
    [InlineData("COMPLETED")]
    public async Task R2_Retry_WhenTheRunHasNotFailed_Returns409(string status)
    {
        var run = await EndedAsync(status);

        var problem = await (await Api.PostAsync($"/api/v1/executions/{run}/retry", "")).ProblemAsync(
            409, "execution-not-retryable");

        Assert.Equal(status.ToLowerInvariant(), problem.Text("execution_status"));
        if (status != "COMPLETED")
        {
            await (await Api.PostAsync($"/api/v1/executions/{run}/rerun", "")).ProblemAsync(409, "execution-not-ended");
        }

        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task R1_Retry_WhenSentTwentyTimesWithOneKey_IsOneRun()
    {
        var run = await EndedAsync("FAILED");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Api.PostAsync($"/api/v1/executions/{run}/retry", "", type: null, key: "once")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(19, answers.Count(answer => answer.Headers.Contains("Idempotency-Replayed")));
        var made = new HashSet<string>();
        foreach (var answer in answers)
        {
            var body = await answer.JsonAsync();
            made.Add($"{body.Text("execution_id")} {body.GetProperty("inherited_steps")}");
        }

        Assert.Single(made);
        Assert.Equal(2, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
        Assert.Equal(2, await Api.QueryAsync<long>("select count(*) from audit_log"));
        var other = await Api.PostAsync($"/api/v1/executions/{run}/rerun", "", key: "once");
        await other.ProblemAsync(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Rerun_WhenMuchIsToBeOther_TakesItAndInheritsNothing()
    {
        var run = await EndedAsync("COMPLETED");
        await Api.RegisterAsync(Document.Replace("1.0.0' }", "1.1.0' }", StringComparison.Ordinal));

        var answer = await Api.PostAsync($"/api/v1/executions/{run}/rerun", """
            {"input_data": {"n": 6}, "labels": {"a": "b"}, "business_key": "new", "priority": -3, "version": "latest"}
            """);

        var body = await answer.JsonAsync();
        Assert.Equal(0, body.GetProperty("inherited_steps").GetInt32());
        Assert.Equal($$"""1.1.0|new|-3|6|{"a": "b"}|0""", await Api.QueryAsync<string>($"""
            select concat_ws('|', workflow_version, business_key, priority, input_data ->> 'n', labels,
                             (select count(*) from step_executions s where s.run_id = r.run_id))
              from workflow_runs r where run_id = '{body.Text("execution_id")}'
            """));
        var plain = await (await Api.PostAsync($"/api/v1/executions/{run}/rerun", """{"labels": {}}""")).JsonAsync();
        Assert.Equal("1.0.0|key|7|5|{}", await Api.QueryAsync<string>($"""
            select concat_ws('|', workflow_version, business_key, priority, input_data ->> 'n', labels)
              from workflow_runs r where run_id = '{plain.Text("execution_id")}'
            """));
    }

    [Theory]
    [InlineData("first", "")]
    [InlineData("race", "first")]
    [InlineData("twin", "first left race")]
    [InlineData("/do/2/twin/do/0/same", "first left race")]
    [InlineData("other", "first left race same twin")]
    [InlineData("last", "first left other race same same twin")]
    public async Task Rerun_FromAStep_InheritsWhatEndedBeforeIt(string step, string inherited)
    {
        var run = await EndedAsync("COMPLETED");

        var answer = await Api.PostAsync($"/api/v1/executions/{run}/rerun", $$"""{"from_step": "{{step}}"}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(inherited, await Api.QueryAsync<string>($"""
            select coalesce(string_agg(step_id, ' ' order by step_id), '')
              from step_executions where run_id = '{(await answer.JsonAsync()).Text("execution_id")}'
            """));
    }

    [Theory]
    [InlineData("""{"from_step": "nowhere"}""", "unknown-step", "first, race, left, right, twin, same, other, last")]
    [InlineData("""{"from_step": "same"}""", "ambiguous-step", "/do/2/twin/do/0/same, /do/3/other/do/0/same")]
    [InlineData("""{"from_step": "last"}""", "step-not-reached", "never came to step 'last'")]
    [InlineData("""{"from_step": "first", "iteration": "4"}""", "step-not-reached", "in iteration 4")]
    [InlineData("""{"from_step": "left"}""", "step-in-race", "name 'race' instead")]
    [InlineData("""{"from_step": "first", "input_data": {}}""", "invalid-body", "'input_data' stands beside from_step")]
    [InlineData("""{"from_step": "first", "version": "latest"}""", "invalid-body", "'version' stands beside")]
    [InlineData("""{"iteration": "1"}""", "invalid-body", "without from_step")]
    [InlineData("""{"version": "oldest"}""", "invalid-body", "oldest")]
    [InlineData("""{"step": "first"}""", "invalid-body", "'step' is not known here")]
    public async Task Rerun_WhenItMakesNoSense_SaysWhy(string body, string type, string detail)
    {
        var run = await EndedAsync("FAILED");

        var problem = await (await Api.PostAsync($"/api/v1/executions/{run}/rerun", body)).ProblemAsync(422, type);

        Assert.Contains(detail, problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("rerun")]
    public async Task R10_Verb_WhenTheRunIsUnknownOrSomebodyElses_Returns404(string verb)
    {
        await using var accounts = await ApiHost.StartWithAccountsAsync(await Postgres.CreateDatabaseAsync());
        var workflow = await accounts.As("alice").RegisterAsync(Documents.Local());
        var run = (await (await accounts.As("alice").StartAsync(workflow)).JsonAsync()).Text("execution_id");
        await accounts.ExecuteAsync("update workflow_runs set status = 'FAILED'");

        var asBob = await accounts.As("bob").PostAsync($"/api/v1/executions/{run}/{verb}", "{}");
        await asBob.ProblemAsync(404, "execution-not-found");
        var unknown = await accounts.As("alice").PostAsync($"/api/v1/executions/{Guid.NewGuid()}/{verb}", "{}");
        await unknown.ProblemAsync(404, "execution-not-found");
        Assert.Equal(1, await accounts.QueryAsync<long>("select count(*) from workflow_runs"));

        // An admin may; the new run is its owner's all the same.
        var asAdmin = await accounts.As("admin").PostAsync($"/api/v1/executions/{run}/{verb}", "{}");
        Assert.Equal(HttpStatusCode.Accepted, asAdmin.StatusCode);
        Assert.Equal("alice alice|admin", await accounts.QueryAsync<string>("""
            select (select string_agg(owner_id, ' ') from workflow_runs) || '|' || (select min(who) from audit_log)
            """));
    }

    [Fact]
    public async Task Retry_WhenTheDefinitionIsGone_Returns409()
    {
        var run = await EndedAsync("FAILED");
        await Api.ExecuteAsync("update workflow_runs set workflow_version = '0.0.1'");

        await (await Api.PostAsync($"/api/v1/executions/{run}/retry", "")).ProblemAsync(409, "definition-gone");
    }

    /// <summary>A run of the document in that status; it came to <c>other</c>, and further if it completed.</summary>
    private async Task<Guid> EndedAsync(string status)
    {
        var workflow = await Api.RegisterAsync(Document);
        var answer = await Api.StartAsync(workflow, """{"input_data": {"n": 5}}""");
        var run = (await answer.JsonAsync()).GetProperty("execution_id").GetGuid();
        var end = status == "COMPLETED" ? "COMPLETED" : "FAILED";
        await Api.ExecuteAsync($$"""
            update workflow_runs set status = '{{status}}', priority = 7, business_key = 'key', labels = '{"l": "m"}';
            insert into step_executions (run_id, step_path, step_id, step_type, status, task_id, output_data,
                                         started_at, completed_at, began_revision, ended_revision, metadata)
            select '{{run}}', path, id, 'data_processing', status, gen_random_uuid(), '{}', now(), now(), 3, 4,
                   metadata::json
              from (values
                ('/do/0/first', 'first', 'COMPLETED', '{"k": "1"}'),
                ('/do/1/race', 'race', 'COMPLETED', '{}'),
                ('/do/1/race/fork/branches/0/left', 'left', 'COMPLETED', null),
                ('/do/1/race/fork/branches/1/right', 'right', 'CANCELLED', null),
                ('/do/2/twin', 'twin', '{{end}}', null),
                ('/do/2/twin/do/0/same', 'same', 'COMPLETED', null)) as v (path, id, status, metadata)
            """);
        if (status == "COMPLETED")
        {
            await Api.ExecuteAsync($$"""
                insert into step_executions (run_id, step_path, step_id, step_type, status, output_data, started_at,
                                             completed_at, began_revision, ended_revision)
                values ('{{run}}', '/do/3/other', 'other', 'data_processing', 'COMPLETED', '{}', now(), now(), 3, 4),
                       ('{{run}}', '/do/3/other/do/0/same', 'same', 'data_processing', 'COMPLETED', '{}', now(), now(),
                        3, 4),
                       ('{{run}}', '/do/4/last', 'last', 'data_processing', 'COMPLETED', '{}', now(), now(), 3, 4)
                """);
        }

        return run;
    }

    private JsonElement Consume(int partition)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Api.Broker.BootstrapServers,
            GroupId = "test",
        }).Build();
        consumer.Assign(new TopicPartitionOffset(Topics.ExecutionRequests, partition, Offset.Beginning));
        while (true)
        {
            var message = consumer.Consume(TimeSpan.FromSeconds(60))
                ?? throw new InvalidOperationException("none came");
            var body = JsonDocument.Parse(message.Message.Value).RootElement;
            if (body.GetProperty("workflow_plan").ValueKind == JsonValueKind.Null)
            {
                return body;
            }
        }
    }
}
