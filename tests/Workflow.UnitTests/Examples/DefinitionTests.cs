using System.Text.Json;
using Workflow.Definitions;
using Workflow.ExampleAgents.Calls;
using Workflow.ExampleAgents.Queries;
using Workflow.Execution.Children;
using Workflow.Model;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Examples;

/// <summary>The examples' definitions: readable, and giving what they promise.</summary>
public sealed class DefinitionTests
{
    [Fact]
    public void Read_WhenTheExampleIsRead_FindsNoErrorAndEveryAgentInTheCatalogue()
    {
        foreach (var text in new[] { ExampleTickets.Definition, ExampleTickets.Questions, ExampleTickets.Batches })
        {
            var read = DefinitionReader.Read(text);

            Assert.Empty(read.Errors);
            Assert.Empty(read.Definition!.Agents.Except(AgentCatalogue.All.Select(agent => agent.Name)));
        }
    }

    [Theory]
    [InlineData("refund", "find", "T-")]
    [InlineData("How many customers wait for a refund?", "count", "46 tickets.")]
    [InlineData("Ufo?", "find", "No ticket speaks of it.")]
    public async Task Run_WhenAQuestionIsAsked_AnswersFromTheTickets(string query, string intent, string answer)
    {
        await using var engine = new Engine();
        UseAgents(engine);

        var ended = await engine.RunAsync(
            TasksOf(ExampleTickets.Questions), JsonSerializer.Serialize(new { query, session_id = "s" }));

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Contains(answer, JsonDocument.Parse(ended.Output!).RootElement.GetProperty("answer").GetString());
        Assert.Equal(intent, CommandAgent.Read(new CommandRequest(query)).Intent);
    }

    [Fact]
    public async Task Run_WhenTheExampleRunsOnItsTickets_TakesEveryRouteAndReportsAll()
    {
        await using var engine = new Engine();
        UseAgents(engine);

        var ended = await engine.RunAsync(Tasks, ExampleTickets.Input);
        var report = JsonSerializer.Deserialize<JsonElement>(ended.Output!);

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Equal(ExampleTickets.All.Count, report.GetProperty("tickets").GetInt32());
        Assert.Equal(ExampleTickets.All.Count, report.GetProperty("lines").GetArrayLength());
        Assert.Equal(
            ["auto-reply", "escalate", "queue"],
            report.GetProperty("by_route").EnumerateObject().Select(route => route.Name).Order());
        Assert.Equal(
            ["T-1002", "T-1005", "T-1013", "T-1016", "T-1024", "T-1032", "T-1037"],
            report.GetProperty("escalations").EnumerateArray()
                .Select(one => one.GetProperty("id").GetString()).Order());
        Assert.Contains(
            report.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!),
            line => line.StartsWith("T-1046 queue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WhenTheTicketsAreSplitIntoBatches_RunsAChildPerBatchAndAddsUp()
    {
        await using var engine = new Engine();
        engine.Enter = request =>
        {
            _ = EndAsync(engine, request);
            return new(ChildEntry.Entered);
        };

        var ended = await engine.RunAsync(TasksOf(ExampleTickets.Batches), ExampleTickets.Input);

        Assert.Equal(5, engine.Asked.Count);
        Assert.Equal(
            $$"""{"batches":5,"tickets":{{ExampleTickets.All.Count}},"escalations":["T-1002","T-1005",""" +
            "\"T-1013\",\"T-1016\",\"T-1024\",\"T-1032\",\"T-1037\"]}",
            ended.Output);
    }

    [Fact]
    public async Task Run_WhenThereAreNoTickets_FailsWithTheReason()
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(Tasks, """{"tickets":[]}""");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("nothing to triage", ended.Error, StringComparison.Ordinal);
    }

    private static string Tasks => TasksOf(ExampleTickets.Definition);

    private static string TasksOf(string text) => text[text.IndexOf("\ndo:", StringComparison.Ordinal)..];

    /// <summary>Ends a child as a run of the example ends.</summary>
    private static async Task EndAsync(Engine parent, ChildRequest request)
    {
        Assert.Equal(new WorkflowReference("examples", "ticket-triage", "latest"), request.Workflow);
        await using var engine = new Engine();
        UseAgents(engine);
        var ended = await engine.RunAsync(Tasks, request.Input.ToString());
        var end = new ChildEnd(
            request.ChildId, ended.Status.ToJson(), RawJson.FromText(ended.Output!), default, ended.Message);
        Assert.True(parent.Children.TryDeliver(request.TaskId, end));
    }

    private static void UseAgents(Engine engine)
    {
        foreach (var agent in AgentCatalogue.All)
        {
            engine.Agents[agent.Name] = task =>
            {
                var answer = agent.Answer(JsonSerializer.Deserialize<JsonElement>(task.Input.Utf8.Span));
                return answer.Refusal is null
                    ? engine.Completed(task, JsonSerializer.Serialize(answer.Output, AgentDefinition.Json))
                    : engine.Failed(task, 422);
            };
        }
    }
}
