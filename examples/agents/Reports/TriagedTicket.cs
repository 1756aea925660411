using Workflow.ExampleAgents.Extraction;

namespace Workflow.ExampleAgents.Reports;

/// <summary>What the triage found out about one ticket.</summary>
/// <param name="Route">escalate, queue or auto-reply.</param>
/// <param name="Reason">Why it took that route, in a few words.</param>
public sealed record TriagedTicket(
    string? Id, string? Category, string? Level, int Score, string? Route, string? Summary,
    string? Reason = null, string? Language = null, string? Order = null,
    IReadOnlyList<Amount>? Amounts = null, IReadOnlyList<string>? Products = null);

/// <summary>All triaged tickets.</summary>
public sealed record ReportRequest(IReadOnlyList<TriagedTicket>? Tickets)
{
    /// <summary>Why no report can be made, or null.</summary>
    public static string? Problem(ReportRequest request)
    {
        if (request.Tickets is null)
        {
            return "'tickets' is needed, an array.";
        }

        var index = request.Tickets.ToList().FindIndex(ticket =>
            ticket?.Id is null || ticket.Category is null || ticket.Level is null || ticket.Route is null);
        return index < 0 ? null : $"tickets[{index}]: 'id', 'category', 'level' and 'route' are needed, all texts.";
    }
}
