using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Workflow.Model.Callbacks;
using Xunit;

namespace Workflow.IntegrationTests.Callbacks;

/// <summary>What agents call back: kept once, refused when nobody waits.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CallbackTests(CallbackApi fixture) : IClassFixture<CallbackApi>
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";
    private const string Lines = "application/x-ndjson";

    private ApiHost Api => fixture.Host;

    [Fact]
    public async Task Answer_WhenTheStepRuns_IsKeptForTheRunAndKnownWhenItComesAgain()
    {
        var token = await fixture.NewTaskAsync();

        var first = await (await PostAsync(token, """{"label":"spam"}""")).JsonAsync();
        var again = await (await PostAsync(token, """{"label":"spam"}""")).JsonAsync();
        var other = await PostAsync(token, """{"label":"ham"}""");

        Assert.Equal((token.TaskId, "completed", false), Read(first));
        Assert.Equal((token.TaskId, "completed", true), Read(again));
        await other.ProblemAsync(409, "callback-answered");
        var result = await fixture.KeptAsync(token);
        Assert.Equal(
            (token.TaskId, token.RunId, AgentOutcome.Completed, """{"label":"spam"}"""),
            (result!.TaskId, result.RunId, result.Outcome, result.Output.ToString()));
    }

    [Theory]
    [InlineData(Json, """{"label":"spam"}""", "completed", """{"label":"spam"}""")]
    [InlineData(Json, "", "completed", "null")]
    [InlineData(Json, "\uFEFF[1]", "completed", "[1]")]
    [InlineData(Lines, "{\"progress\":0.9}\n\n{\"result\":7}\n{\"result\":8}", "completed", "7")]
    [InlineData(Lines, "{\"error\":{\"title\":\"Broken\",\"detail\":\"disk full\",\"status\":507}}", "failed",
        "507 Broken: disk full")]
    [InlineData(Problem, "{\"title\":\"Broken\",\"detail\":\"disk full\",\"status\":507}", "failed",
        "507 Broken: disk full")]
    [InlineData(Problem, "", "failed", "500 The agent failed.: ")]
    [InlineData(Problem, "\"why\"", "failed", "500 The agent failed.: why")]
    [InlineData(Lines, "{\"error\":\"half \\ud83d\"}", "failed", "500 The agent failed.: ")]
    [InlineData(Problem, "\"half \\ud83d\"", "failed", "500 The agent failed.: ")]
    [InlineData(Problem, "{\"title\":\"\\ud83d\",\"detail\":\"disk full\"}", "failed",
        "500 The agent failed.: disk full")]
    public async Task Answer_WhateverItsForm_IsWhatABridgeWouldMakeOfIt(
        string type, string body, string outcome, string text)
    {
        var token = await fixture.NewTaskAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token, body, type)).StatusCode);

        var result = await fixture.KeptAsync(token);
        Assert.Equal(outcome, result!.Outcome);
        Assert.Equal(text, result.Error is { } error
            ? $"{error.Status} {error.Title}: {error.Detail}"
            : result.Output.ToString());
    }

    [Fact]
    public async Task Answers_WhenTheyComeAtTheSameTime_AreKeptOnce()
    {
        var token = await fixture.NewTaskAsync();

        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(token, "1")));

        Assert.All(same, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var taken = await Task.WhenAll(same.Select(answer => answer.JsonAsync()));
        Assert.Single(taken, answer => !answer.GetProperty("repeated").GetBoolean());
        Assert.Equal(1, await Api.QueryAsync<long>(
            $"select count(*) from run_inbox where run_id = '{token.RunId}'"));
    }

    [Fact]
    public async Task SignOfLife_WhenTheTaskIsAccepted_MovesTheEndOfTheAcceptanceAndKeepsTheCheckpoint()
    {
        var token = await fixture.NewTaskAsync(accepted: "interval '10 minutes'");

        var alive = await (await PostAsync(token, "{\"heartbeat\":true}\n{\"checkpoint\":{\"page\":3}}", Lines))
            .JsonAsync();

        Assert.Equal((token.TaskId, "running", false), Read(alive));
        Assert.True(alive.GetProperty("accepted_until").GetDateTimeOffset()
            > TimeProvider.System.GetUtcNow().AddMinutes(9));
        Assert.Equal("""{"page":3}""", await Api.QueryAsync<string>(
            $"select checkpoint::text from step_executions where task_id = '{token.TaskId}'"));
        Assert.Null(await fixture.KeptAsync(token));
    }

    [Fact]
    public async Task SignOfLife_WhenTheAcceptanceIsNotNotedYet_IsFine()
    {
        var token = await fixture.NewTaskAsync();

        var alive = await (await PostAsync(token, "{\"heartbeat\":true}", Lines)).JsonAsync();

        Assert.Equal(JsonValueKind.Null, alive.GetProperty("accepted_until").ValueKind);
    }

    [Theory]
    [InlineData("CANCELLED", "RUNNING", "the run is cancelled")]
    [InlineData("RUNNING", "FAILED", "the step's attempt is failed")]
    public async Task Callback_WhenNobodyWaits_IsGone(string run, string step, string why)
    {
        var token = await fixture.NewTaskAsync(run, step);

        foreach (var (body, type) in new[] { ("1", Json), ("{\"heartbeat\":true}", Lines) })
        {
            var problem = await (await PostAsync(token, body, type)).ProblemAsync(410, "callback-closed");
            Assert.Contains(why, problem.Text("detail"), StringComparison.Ordinal);
        }

        Assert.Null(await fixture.KeptAsync(token));
    }

    [Fact]
    public async Task Callback_WhenTheRunIsGone_IsGone()
    {
        var token = new CallbackToken(Guid.NewGuid(), Guid.NewGuid(), TimeProvider.System.GetUtcNow().AddHours(1));

        await (await PostAsync(token, "1")).ProblemAsync(410, "callback-closed");
    }

    [Fact]
    public async Task Answer_WhenItIsRepeatedAfterTheStepEnded_IsStillKnown()
    {
        var token = await fixture.NewTaskAsync();
        await PostAsync(token, "1");
        await Api.ExecuteAsync($"""
            delete from run_inbox where run_id = '{token.RunId}';
            update step_executions set status = 'COMPLETED' where task_id = '{token.TaskId}'
            """);

        var again = await (await PostAsync(token, "1")).JsonAsync();
        await (await PostAsync(token, "2")).ProblemAsync(410, "callback-closed");

        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Null(await fixture.KeptAsync(token));
    }

    [Fact]
    public async Task Address_WhenItIsOldOrNotOurs_IsRefused()
    {
        var token = await fixture.NewTaskAsync();

        await (await PostAsync(token with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) }, "1"))
            .ProblemAsync(410, "callback-expired");
        await (await PostAsync(token, "1", key: new CallbackKey("somebody else's secret, just as long")))
            .ProblemAsync(404, "callback-unknown");
        Assert.Null(await fixture.KeptAsync(token));
    }

    [Fact]
    public async Task Address_WhenItWasSignedWithThePreviousSecret_IsTaken()
    {
        var token = await fixture.NewTaskAsync();

        var answer = await PostAsync(token, "1", key: new CallbackKey(CallbackApi.PreviousSecret));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(Json, "{", 400, "malformed-json")]
    [InlineData(Lines, "{\"heartbeat\":true}\n3", 422, "invalid-body")]
    [InlineData(Lines, "{\"checkpoint\":\"0123456789012345678901234567890123456789\"}", 422, "invalid-body")]
    [InlineData("text/plain", "1", 415, "unsupported-media-type")]
    public async Task Body_WhenItCannotBeRead_IsRefusedWithTheReason(string type, string body, int status, string slug)
    {
        var token = await fixture.NewTaskAsync();

        await (await PostAsync(token, body, type)).ProblemAsync(status, slug);

        Assert.Null(await fixture.KeptAsync(token));
    }

    [Theory]
    [InlineData(Lines, "{\"heartbeat\":true}\n {\"\\ud83d\":1}", 2, 3)]
    [InlineData(Lines, "{\"error\":{\"\\ud83d\":1}}", 1, 11)]
    [InlineData(Problem, "{\"type\":\"x\",\n  \"\\ud83d\":1}", 2, 3)]
    [InlineData(Problem, "{\"\\ud83d\":1,\"title\":\"x\",\"detail\":\"y\",\"status\":500}", 1, 2)]
    public async Task Body_WhenANameHoldsHalfACharacter_IsRefusedWithItsPlace(
        string type, string body, int line, int position)
    {
        var token = await fixture.NewTaskAsync();

        var problem = await (await PostAsync(token, body, type)).ProblemAsync(400, "malformed-json");

        Assert.Equal(
            (line, position), (problem.GetProperty("line").GetInt32(), problem.GetProperty("position").GetInt32()));
        Assert.Null(await fixture.KeptAsync(token));
    }

    private Task<HttpResponseMessage> PostAsync(
        CallbackToken token, string body, string type = Json, CallbackKey? key = null) =>
        Api.PostAsync($"/api/v1/agent-callbacks/{token.Write(key ?? fixture.Key)}", body, type);

    private static (Guid, string, bool) Read(JsonElement taken) => (
        taken.GetProperty("task_id").GetGuid(), taken.Text("status"), taken.GetProperty("repeated").GetBoolean());
}
