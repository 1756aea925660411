using System.Net.Http.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Transports;

/// <summary>Runs whose agent is a real A2A server, made with the official SDK: of version 1.0 and of the one before,
/// with events and without.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class A2aAgentTests(A2aPlatform shared) : IClassFixture<A2aPlatform>
{
    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1.0", false)]
    [InlineData("0.3", true)]
    [InlineData("0.3", false)]
    public async Task Run_WhenItsAgentSpeaksA2a_GetsWhatItMakesOrWhyNot(string sdk, bool streams)
    {
        await using var world = await A2aWorld.StartAsync(shared.Local, sdk, streams);
        var (echo, text, files) = (
            await world.StartRunAsync(new { @do = "echo", say = new[] { 1, 2 } }),
            await world.StartRunAsync("hello"),
            await world.StartRunAsync(new { @do = "files" }));
        var (failed, refused, asked) = (
            await world.StartRunAsync(new { @do = "fail" }),
            await world.StartRunAsync(new { @do = "refuse" }),
            await world.StartRunAsync(new { @do = "ask" }));
        await world.Platform.UntilEndedAsync();

        var task = await world.Platform.ScalarAsync<Guid>(
            $"select task_id from step_executions where run_id = '{echo}' and agent_name = '{world.Name}'");
        Assert.Equal(
            $$"""{"said": [1, 2], "contextId": "{{echo}}", "messageId": "{{task}}"}""", await world.EndOfAsync(echo));
        Assert.Equal("\"HELLO\"", await world.EndOfAsync(text));
        Assert.Equal("""["one two", {"a": 1}]""", await world.EndOfAsync(files));
        Assert.Equal("500 The agent failed. The disk is full.", await world.EndOfAsync(failed));
        Assert.Equal("422 The agent rejected the task. Not on a Sunday.", await world.EndOfAsync(refused));
        Assert.Equal(
            "422 The agent asks for more input, which a step cannot give. Which colour?",
            await world.EndOfAsync(asked));
        Assert.Single(await world.Proxy.UntilSeenAsync(world.Cancel));
        Assert.Equal(6, (await world.Proxy.UntilSeenAsync(streams ? world.Stream : world.Send, 6)).Count);
        Assert.All(world.Proxy.Seen, request => Assert.Equal("s3cr3t-of-peer", request.Headers["X-Api-Key"]));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("0.3")]
    public async Task CallA2a_WhenADefinitionSpeaksItItself_HasTheResultsOfTheProtocol(string sdk)
    {
        await using var world = await A2aWorld.StartAsync(shared.Local, sdk, streams: true);
        const string message = "parameters: { message: { parts: [ { kind: text, text: '${ .say }' } ] } }";
        var card = $"agentCard: {{ endpoint: '{world.Proxy.Url}/.well-known/agent-card.json' }}";
        var input = new { say = "hello" };
        var sent = await shared.Local.RunTaskAsync(
            $"{{ call: a2a, with: {{ method: message/send, {card}, {message} }} }}", input);
        var streamed = await shared.Local.RunTaskAsync(
            $"{{ call: a2a, with: {{ method: message/stream, {card}, parameters: {{ message: {{ parts: [ "
            + "{ kind: data, data: { do: echo, say: '${ .say }' } } ] } } } }", input);
        var unknown = await shared.Local.RunTaskAsync(
            $"{{ call: a2a, with: {{ method: tasks/get, {card}, parameters: {{ id: nope }} }} }}");
        var away = await shared.Local.RunTaskAsync(
            "{ call: a2a, with: { method: tasks/list, server: 'http://127.0.0.1:1/', parameters: {} } }");

        Assert.Null(sent.Detail);
        Assert.Equal(("tool_call", $"message/send {new Uri(world.Proxy.Url).Authority}"), (sent.Type, sent.Tool));
        Assert.Contains("HELLO", sent.Output.GetRawText(), StringComparison.Ordinal);
        var request = Assert.Single(await world.Proxy.UntilSeenAsync(world.Send));
        Assert.Equal(
            await shared.Local.ScalarAsync<Guid>($"select task_id from step_executions where run_id = '{sent.Run}'"),
            request.Params.GetProperty("message").GetProperty("messageId").GetGuid());
        Assert.Null(streamed.Detail);
        Assert.True(streamed.Output.GetArrayLength() > 1, streamed.Output.GetRawText());
        Assert.Contains("hello", streamed.Output.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("runtime 500", unknown.Error);
        Assert.Contains("was refused (-32001)", unknown.Detail, StringComparison.Ordinal);
        Assert.Equal("communication 503", away.Error);
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1.0", false)]
    [InlineData("0.3", true)]
    [InlineData("0.3", false)]
    public async Task R6_Run_WhenItIsCancelled_HasItsTaskCancelledAtTheAgent(string sdk, bool streams)
    {
        await using var world = await A2aWorld.StartAsync(shared.Local, sdk, streams);
        var run = await world.StartRunAsync(new { @do = "hold" });
        await world.Agent.UntilSaidAsync("working on");

        using var cancelled = await world.Platform.Http.PostAsJsonAsync(
            $"/api/v1/executions/{run}/cancel", new { });
        Assert.True(cancelled.IsSuccessStatusCode);

        await world.Agent.UntilSaidAsync("cancel ");
        Assert.Single(await world.Proxy.UntilSeenAsync(world.Cancel));
    }

    [Fact]
    public async Task Call_WhenItsTimeIsOver_TimesOutAndIsCancelledAtTheAgent()
    {
        // So long the agent has to begin, which takes longest at first; a call that comes to nothing is not cancelled.
        await using var world = await A2aWorld.StartAsync(shared.Local, "1.0", streams: true, timeoutSeconds: 15);
        await world.StartRunAsync("hello");
        await world.Platform.UntilEndedAsync();
        var run = await world.StartRunAsync(new { @do = "hold" });

        await world.Platform.UntilEndedAsync();

        Assert.StartsWith("408 ", await world.EndOfAsync(run), StringComparison.Ordinal);
        await world.Agent.UntilSaidAsync("cancel ");
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("0.3", false)]
    public async Task R3_Task_WhenItComesAgainAfterACrash_CarriesTheSameMessageId(string sdk, bool streams)
    {
        await using var world = await A2aWorld.StartAsync(shared.Local, sdk, streams);
        var run = await world.StartRunAsync(new { @do = "mute" });
        var first = await world.Agent.UntilSaidAsync("message ");

        await world.Platform.Bridge.KillAsync();
        world.Platform.StartBridge();
        var again = await world.Agent.UntilSaidAsync("message ", times: 2);
        await world.Agent.TellAsync("release");
        await world.Platform.UntilEndedAsync();

        Assert.Equal(first, again);
        var task = await world.Platform.ScalarAsync<Guid>(
            $"select task_id from step_executions where run_id = '{run}' and agent_name = '{world.Name}'");
        Assert.Equal($"message {task} in {run}: mute", first);
        Assert.Contains($"\"messageId\": \"{task}\"", await world.EndOfAsync(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("0.3", false)]
    public async Task R3_Task_WhenTheAgentWorksOnItAlready_IsCarriedOnAfterACrashAndNotSentAgain(
        string sdk, bool streams)
    {
        await using var world = await A2aWorld.StartAsync(shared.Local, sdk, streams);
        var run = await world.StartRunAsync(new { @do = "hold" });
        await world.Platform.UntilSqlAsync(
            $"exists (select from step_executions where run_id = '{run}' and checkpoint is not null)");

        await world.Platform.Bridge.KillAsync();
        var questions = world.Proxy.Seen.Count(request => request.Method == world.Get);
        world.Platform.StartBridge();
        await world.Proxy.UntilSeenAsync(world.Get, questions + 1);
        await world.Agent.TellAsync("release");
        await world.Platform.UntilEndedAsync();

        Assert.Contains("\"released\"", await world.EndOfAsync(run), StringComparison.Ordinal);
        Assert.Single(world.Agent.Lines, line => line.StartsWith("message ", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Proxy.Seen, request => request.Method == world.Cancel);
    }
}
