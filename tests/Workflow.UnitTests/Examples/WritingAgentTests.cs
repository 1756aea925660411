using Workflow.ExampleAgents.Extraction;
using Workflow.ExampleAgents.Replies;
using Workflow.ExampleAgents.Reports;
using Xunit;

namespace Workflow.UnitTests.Examples;

/// <summary>Reply and report.</summary>
public sealed class WritingAgentTests
{
    [Fact]
    public void Draft_WhenTheTicketIsGerman_AnswersInGermanAndNamesTheOrder()
    {
        var reply = ReplyAgent.Draft(new ReplyRequest(
            "Paket", "Wo ist es?", "delivery", "de", "Jonas Weber", "ORD-12345"));

        Assert.StartsWith("Guten Tag Jonas,", reply.Text);
        Assert.Contains("ORD-12345", reply.Text);
        Assert.Equal("de", reply.Language);
    }

    [Theory]
    [InlineData("xx", "no-such-category", "Hello there,")]
    [InlineData(null, "praise", "Hello there,")]
    public void Draft_WhenLanguageOrCategoryIsUnknown_FallsBack(string? language, string category, string greeting) =>
        Assert.StartsWith(greeting, ReplyAgent.Draft(new ReplyRequest("", "x", category, language)).Text);

    [Fact]
    public void Problem_WhenTheTicketHasNoText_RefusesToReply()
    {
        Assert.NotNull(ReplyRequest.Problem(new ReplyRequest("Refund?", " 🤔 ", "returns")));
        Assert.Null(ReplyRequest.Problem(new ReplyRequest("", "please", "returns")));
    }

    [Fact]
    public void Write_WhenTicketsCameIn_CountsThemAndSortsEscalations()
    {
        var report = ReportAgent.Write(new ReportRequest(
        [
            new("T-1", "billing", "low", 5, "auto-reply", "a", Amounts: [new Amount(10, "EUR")], Language: "en"),
            new("T-2", "billing", "critical", 80, "escalate", "b", "anger", Amounts: [new Amount(2.5m, "EUR")]),
            new("T-3", "delivery", "critical", 90, "escalate", "c", "outage", Amounts: [new Amount(99, "EUR")]),
        ]));

        Assert.Equal("3 tickets, 2 to escalate; most are about billing.", report.Headline);
        Assert.Equal(2, report.ByCategory["billing"]);
        Assert.Equal(12.5m, report.Money["EUR"]);
        Assert.Equal(["T-3", "T-2"], report.Escalations.Select(escalation => escalation.Id));
        Assert.Equal("T-1 auto-reply (billing, low 5): a", report.Lines[0]);
    }

    [Fact]
    public void Problem_WhenATicketOfTheReportIsIncomplete_NamesItsPlace()
    {
        var problem = ReportRequest.Problem(new ReportRequest(
            [new("T-1", "billing", "low", 5, "queue", "a"), new("T-2", null, "low", 5, "queue", "b")]));

        Assert.StartsWith("tickets[1]", problem);
        Assert.NotNull(ReportRequest.Problem(new ReportRequest(null)));
    }
}
