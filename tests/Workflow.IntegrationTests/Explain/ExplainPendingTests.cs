using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Explain;

/// <summary>Why runs do not start, and who is missing.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ExplainPendingTests(ExplainApi shared) : ExplainTest(shared)
{
    [Fact]
    public async Task Explain_WhileNoConsumerLives_SaysSoAndWhatToDo()
    {
        var told = await ExplainAsync(await StartAsync());
        Assert.Equal("no-consumer", Codes(told));
        Assert.Equal("pending", told.Text("status"));
        Assert.Equal("Pending: no consumer is alive to execute it.", told.Text("summary"));
        Assert.Equal(JsonValueKind.Null, ReasonOf(told, "no-consumer").GetProperty("since").ValueKind);
        Assert.Contains("Start a consumer", told.GetProperty("remedies")[0].GetString());
        Assert.NotEmpty(told.GetProperty("next").EnumerateArray());

        await ConsumerAsync(silentFor: "2 h 5 min");
        told = await ExplainAsync(await StartAsync());
        Assert.Contains("the last sign of life was 2 h 5 min ago", told.Text("summary"));
        Assert.NotEqual(JsonValueKind.Null, ReasonOf(told, "no-consumer").GetProperty("since").ValueKind);
    }

    [Fact]
    public async Task Explain_WhenNobodyOwnsTheShard_SaysSo()
    {
        var run = await StartAsync();
        await ConsumerAsync("other");
        Assert.Equal("no-owner", Codes(await ExplainAsync(run)));
        await OwnAsync(owner: null);
        var told = await ExplainAsync(run);
        Assert.Equal("no-owner", Codes(told));
        Assert.Equal(3, FactsOf(told, "no-owner").GetProperty("shard").GetInt32());
    }

    [Fact]
    public async Task Explain_WhenTheOwnerIsSilent_NamesItAndSinceWhen()
    {
        var run = await StartAsync();
        await ConsumerAsync("other");
        await ConsumerAsync(silentFor: "2 h 5 min");
        await OwnAsync();
        var told = await ExplainAsync(run);
        Assert.Equal("owner-silent", Codes(told));
        Assert.Contains("'owner'", told.Text("summary"));
        Assert.Contains("for 2 h 5 min", told.Text("summary"));
        await Api.ExecuteAsync("delete from consumers where id = 'owner'");
        Assert.Equal("owner-silent", Codes(await ExplainAsync(run)));
    }

    [Fact]
    public async Task Explain_WhenNothingIsBefore_SaysThatItStarts()
    {
        var run = await StartAsync();
        await ConsumerAsync();
        await OwnAsync();
        var told = await ExplainAsync(run);
        Assert.Equal("about-to-start", Codes(told));
        Assert.Empty(told.GetProperty("remedies").EnumerateArray());
    }

    [Fact]
    public async Task Explain_WhenOthersAreBefore_CountsThemByPriorityAndAge()
    {
        await StartAsync();
        await StartAsync();
        var run = await StartAsync();
        var later = await StartAsync();
        var elsewhere = await StartAsync();
        await Api.ExecuteAsync($"update workflow_runs set shard = 4 where run_id = '{elsewhere}'");
        await ConsumerAsync();
        await OwnAsync();
        var told = await ExplainAsync(run);
        Assert.Equal("queued", Codes(told));
        Assert.StartsWith("Pending: 2 pending runs of shard 3 come before it", told.Text("summary"));

        await Api.ExecuteAsync($"update workflow_runs set priority = 5 where run_id = '{later}'");
        Assert.Equal(3, FactsOf(await ExplainAsync(run), "queued").GetProperty("ahead").GetInt32());
        Assert.Equal("about-to-start", Codes(await ExplainAsync(later)));
        await Api.ExecuteAsync($"update workflow_runs set status = 'RUNNING' where run_id = '{later}'");
        Assert.Equal(2, FactsOf(await ExplainAsync(run), "queued").GetProperty("ahead").GetInt32());
    }

    [Fact]
    public async Task R9_Explain_WhenTheBacklogIsDeep_StopsCounting()
    {
        var last = Guid.Empty;
        for (var i = 0; i < 9; i++)
        {
            last = await StartAsync();
        }

        var told = await ExplainAsync(last);
        Assert.Equal("no-consumer queued", Codes(told));
        Assert.Equal(5, FactsOf(told, "queued").GetProperty("ahead").GetInt32());
        Assert.True(FactsOf(told, "queued").GetProperty("is_more").GetBoolean());
        Assert.StartsWith("At least 5", ReasonOf(told, "queued").Text("message"));
    }

    [Fact]
    public async Task Explain_WhenPaused_SaysSinceWhen()
    {
        var run = await StartAsync();
        await ConsumerAsync();
        await OwnAsync();
        foreach (var (user, verb) in new[] { ("local", "pause"), ("local", "resume"), ("admin", "pause") })
        {
            var answer = await (user == "local" ? Api : Api.As(user)).PostAsync(
                $"/api/v1/executions/{run}/{verb}", "{}");
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        await Api.ExecuteAsync("update workflow_runs set paused_at = now() - interval '3 h 20 min'");
        var told = await ExplainAsync(run);
        Assert.Equal("paused", Codes(told));
        Assert.Equal("Pending: it was paused by admin 3 h 20 min ago.", told.Text("summary"));
        Assert.Contains($"{run}/resume", told.GetProperty("remedies")[0].GetString());
        await Api.PostAsync($"/api/v1/executions/{run}/resume", "{}");
        Assert.Equal("about-to-start", Codes(await ExplainAsync(run)));
    }

    [Fact]
    public async Task Explain_WhenItMayNotStartYet_TellsFromWhenOn()
    {
        var run = await StartAsync();
        await ConsumerAsync();
        await OwnAsync();
        await Api.ExecuteAsync($"""
            update workflow_runs set start_at = now() + interval '1 h', wake_at = now() + interval '1 h',
                   queue_deadline = now() + interval '2 h' where run_id = '{run}'
            """);
        var told = await ExplainAsync(run);
        Assert.Equal("scheduled", Codes(told));
        var start = ReasonOf(told, "scheduled").GetProperty("until").GetDateTimeOffset();
        var next = told.GetProperty("next").EnumerateArray().ToList();
        Assert.Equal(start, next[0].GetProperty("when").GetDateTimeOffset());
        Assert.Equal(start.AddHours(1), next[1].GetProperty("when").GetDateTimeOffset());
        Assert.Contains("queue-timeout", next[1].Text("what"));
        Assert.Equal("about-to-start", Codes(await ExplainAsync(await StartAsync())));
    }

    [Fact]
    public async Task R10_Explain_WhenTheRunIsUnknownOrSomebodyElses_Returns404()
    {
        var run = await StartAsync();
        foreach (var id in new[] { run, Guid.NewGuid() })
        {
            var answer = await Api.ClientOf("bob").GetAsync($"/api/v1/executions/{id}/explain");
            await answer.ProblemAsync(404, "execution-not-found");
        }

        var malformed = await Api.Http.GetAsync("/api/v1/executions/seven/explain");
        await malformed.ProblemAsync(422, "invalid-parameter");
    }
}
