using System.Text.Json;
using Workflow.Agents;
using Workflow.ExampleAgents.Calls;
using Xunit;

namespace Workflow.UnitTests.Examples;

public sealed class CallTests
{
    [Fact]
    public void Answer_WhenCalledWithEveryTicketOfTheExample_NeverRefuses()
    {
        foreach (var ticket in ExampleTickets.All)
        {
            var input = JsonSerializer.SerializeToElement(new
            {
                subject = ticket.GetProperty("subject"),
                body = ticket.GetProperty("body"),
                tier = ticket.GetProperty("customer").GetProperty("tier"),
                received = ticket.GetProperty("received"),
            });

            foreach (var agent in new[] { "ClassifierAgent", "UrgencyAgent", "ExtractorAgent", "SummaryAgent" })
            {
                Assert.Null(AgentCatalogue.Find(agent)!.Answer(input).Refusal);
            }
        }
    }

    [Fact]
    public void Answer_WhenRepeated_GivesTheSameJson()
    {
        var input = JsonSerializer.SerializeToElement(new { subject = "Refund", body = "Where is my 12 EUR refund?!" });

        Assert.All(
            AgentCatalogue.All.Take(4), agent => Assert.Equal(Text(agent.Answer(input)), Text(agent.Answer(input))));
    }

    [Theory]
    [InlineData("ClassifierAgent", """{"subject":"x"}""", "'subject' and 'body'")]
    [InlineData("ClassifierAgent", """{"subject":1,"body":""}""", "$.subject")]
    [InlineData("ClassifierAgent", "null", "null")]
    [InlineData("SummaryAgent", """{"subject":"","body":"","sentences":0}""", "'sentences'")]
    [InlineData("ReplyAgent", """{"subject":"","body":"x"}""", "'category'")]
    [InlineData("ReportAgent", "{}", "'tickets'")]
    public void Answer_WhenTheInputDoesNotFit_SaysWhatIsWrong(string agent, string input, string said)
    {
        var answer = AgentCatalogue.Find(agent)!.Answer(JsonSerializer.Deserialize<JsonElement>(input));

        Assert.Null(answer.Output);
        Assert.Contains(said, answer.Refusal);
    }

    [Fact]
    public void Note_WhenATaskComesTwice_CountsIt()
    {
        using var written = new StringWriter();
        using var log = new CallLog(written, TimeProvider.System);
        var call = new AgentCall(Guid.NewGuid(), Guid.NewGuid(), "classify", "ClassifierAgent", 1, null, default);

        log.Note("ClassifierAgent", call);
        log.Note("ClassifierAgent", call);

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal([1, 2], lines.Select(line => line.GetProperty("seen").GetInt32()));
        Assert.All(lines, line => Assert.Equal(call.TaskId, line.GetProperty("task_id").GetGuid()));
    }

    private static string Text(AgentAnswer answer) => JsonSerializer.Serialize(answer.Output, AgentDefinition.Json);
}
