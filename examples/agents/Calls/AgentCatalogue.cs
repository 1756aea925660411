using Workflow.ExampleAgents.Classification;
using Workflow.ExampleAgents.Extraction;
using Workflow.ExampleAgents.Queries;
using Workflow.ExampleAgents.Replies;
using Workflow.ExampleAgents.Reports;
using Workflow.ExampleAgents.Summaries;
using Workflow.ExampleAgents.Tickets;
using Workflow.ExampleAgents.Urgency;

namespace Workflow.ExampleAgents.Calls;

/// <summary>Every agent of this service.</summary>
public static class AgentCatalogue
{
    public static readonly IReadOnlyList<AgentDefinition> All =
    [
        AgentDefinition.Of<TicketText, Classification.Classification>(
            "ClassifierAgent", "Sorts a ticket into a category by weighted phrases, and guesses its language.",
            TicketText.Problem, ClassifierAgent.Classify),
        AgentDefinition.Of<TicketText, UrgencyRating>(
            "UrgencyAgent", "Rates a ticket's urgency from 0 to 100 and lists the signals.",
            TicketText.Problem, UrgencyAgent.Rate),
        AgentDefinition.Of<TicketText, Facts>(
            "ExtractorAgent", "Finds order numbers, e-mail addresses, amounts, dates and products.",
            TicketText.Problem, ExtractorAgent.Extract),
        AgentDefinition.Of<SummaryRequest, Summary>(
            "SummaryAgent", "Keeps the most telling sentences of a ticket.",
            SummaryRequest.Problem, SummaryAgent.Summarise),
        AgentDefinition.Of<ReplyRequest, Reply>(
            "ReplyAgent", "Drafts a reply in the customer's language; refuses a ticket without text.",
            ReplyRequest.Problem, ReplyAgent.Draft),
        AgentDefinition.Of<ReportRequest, Report>(
            "ReportAgent", "Counts the triaged tickets and lists what must be escalated.",
            ReportRequest.Problem, ReportAgent.Write),
        AgentDefinition.Of<CommandRequest, Command>(
            "CommandAgent", "Reads a question and says what has to be done for it.",
            CommandRequest.Problem, CommandAgent.Read),
        AgentDefinition.Of<SearchRequest, SearchAnswer>(
            "DataAgent", "Looks terms up in the example's tickets.",
            SearchRequest.Problem, SearchAgent.Answer),
        AgentDefinition.Of<TextSummaryRequest, Summary>(
            "mem_l1_summarizer", "Keeps the most telling sentences of any text.",
            TextSummaryRequest.Problem, TextSummary.Of),
    ];

    /// <summary>The agent of that name (case matters), or null.</summary>
    public static AgentDefinition? Find(string name) => All.FirstOrDefault(agent => agent.Name == name);
}
