using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Tools;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>Tasks of agents that are not reached by a POST.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AgentRouteTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Task_WhenItsTransportIsOfALaterRelease_FailsAsConfigurationAndIsPostedNowhere()
    {
        await using var world = await BridgeWorld.CreateAsync(postgres);
        world.StartBridge();
        var task = await world.NewTaskAsync();

        await world.SendAsync(task with { Endpoint = null, Route = new AgentRoute("pigeon", task.Endpoint!, null) });
        var (result, _) = await world.ResultAsync(task.TaskId);

        Assert.Equal((StandardErrors.Configuration, 400), (result.Error!.Type, result.Error.Status));
        Assert.Contains("'pigeon'", result.Error.Detail, StringComparison.Ordinal);
        Assert.Equal(0, world.Agent.Count);
    }

    [Theory]
    [InlineData("""{"transport":"","endpoint":"http://x"}""", "route.transport is missing")]
    [InlineData("""{"transport":"a2a"}""", "route.endpoint is missing")]
    public async Task Task_WhenItsRouteLacksAMember_IsADeadLetterThatNamesIt(string route, string reason)
    {
        await using var world = await BridgeWorld.CreateAsync(postgres);
        world.StartBridge();
        var task = JsonSerializer.SerializeToNode(await world.NewTaskAsync(), MessageJson.Default.AgentTask)!;
        task["route"] = System.Text.Json.Nodes.JsonNode.Parse(route);

        await world.SendAsync(Topics.AgentTasks, Guid.NewGuid(), Encoding.UTF8.GetBytes(task.ToJsonString()));
        var letter = await world.Seen.Until(seen => seen.Message.Topic == Topics.DeadLetter);

        Assert.Equal(reason, JsonSerializer.Deserialize(letter.Message.Value, MessageJson.Default.DeadLetter)!.Reason);
    }

    [Theory]
    [InlineData("""{"result":{"kind":"message","role":"agent","parts":[{"kind":"text","text":"\ud83d"}]}}""")]
    [InlineData("""{"result":{"kind":"task","id":"\ud83d","status":{"state":"completed"}}}""")]
    [InlineData("""{"error":{"code":-32603,"message":"\ud83d"}}""")]
    public async Task Task_WhenItsAgentAnswersWithHalfACharacter_FailsAndIsNotCalledAgain(string answer)
    {
        await using var world = await BridgeWorld.CreateAsync(postgres);
        await using var agent = await ToolServer.StartAsync();
        agent.OnText("/.well-known/agent-card.json", $$"""{"url":"{{agent.Url}}/rpc","capabilities":{} }""");
        agent.OnText("/rpc", answer);
        var bridge = world.StartBridge();
        var task = await world.NewTaskAsync() with { Endpoint = null, Route = new AgentRoute("a2a", agent.Url, null) };

        await world.SendAsync(task);
        var (result, _) = await world.ResultAsync(task.TaskId);
        await BridgeWorld.UntilIdleAsync(bridge);
        await world.SendAsync(task);
        var (again, _) = await world.ResultAsync(task.TaskId);

        Assert.Equal(
            (StandardErrors.Communication, 502, "The agent's answer cannot be used."),
            (result.Error!.Type, result.Error.Status, result.Error.Title));
        Assert.Equal(result.Error, again.Error);
        Assert.Single(agent.Requests, request => request.Target == "/rpc");
    }
}
