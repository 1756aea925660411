namespace Workflow.ExampleAgents.Reports;

/// <summary>The morning report of a support desk.</summary>
/// <param name="Money">Sum of the amounts that tickets of billing and returns mention, by currency.</param>
/// <param name="Escalations">Most urgent first.</param>
/// <param name="Lines">One line per ticket, in the order they came.</param>
public sealed record Report(
    int Tickets, string Headline, IReadOnlyDictionary<string, int> ByCategory, IReadOnlyDictionary<string, int> ByRoute,
    IReadOnlyDictionary<string, int> ByLevel, IReadOnlyDictionary<string, int> ByLanguage,
    IReadOnlyDictionary<string, int> ByProduct, IReadOnlyDictionary<string, decimal> Money,
    IReadOnlyList<Escalation> Escalations, IReadOnlyList<string> Lines);

/// <summary>A ticket that a person must see now.</summary>
public sealed record Escalation(string Id, int Score, string Category, string? Reason, string? Summary);

/// <summary>Counts and sorts what the triage found.</summary>
public static class ReportAgent
{
    private const string Escalate = "escalate";

    public static Report Write(ReportRequest request)
    {
        var tickets = request.Tickets ?? [];
        var escalations = tickets.Where(ticket => ticket.Route == Escalate)
            .OrderByDescending(ticket => ticket.Score).ThenBy(ticket => ticket.Id, StringComparer.Ordinal)
            .Select(ticket => new Escalation(ticket.Id!, ticket.Score, ticket.Category!, ticket.Reason, ticket.Summary))
            .ToList();
        var categories = Count(tickets.Select(ticket => ticket.Category!));
        return new Report(
            tickets.Count, Headline(tickets.Count, escalations.Count, categories), categories,
            Count(tickets.Select(ticket => ticket.Route!)), Count(tickets.Select(ticket => ticket.Level!)),
            Count(tickets.Select(ticket => ticket.Language).OfType<string>()),
            Count(tickets.SelectMany(ticket => ticket.Products ?? [])), Money(tickets), escalations,
            [.. tickets.Select(Line)]);
    }

    private static string Headline(int tickets, int escalations, OrderedDictionary<string, int> categories) =>
        tickets == 0
            ? "No tickets."
            : $"{tickets} tickets, {escalations} to escalate; most are about {categories.GetAt(0).Key}.";

    private static OrderedDictionary<string, int> Count(IEnumerable<string> names) => new(
        names.CountBy(name => name)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal));

    private static OrderedDictionary<string, decimal> Money(IEnumerable<TriagedTicket> tickets) => new(
        tickets.Where(ticket => ticket.Category is "billing" or "returns")
            .SelectMany(ticket => ticket.Amounts ?? [])
            .GroupBy(amount => amount.Currency)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Sum(amount => amount.Value))));

    private static string Line(TriagedTicket ticket) =>
        $"{ticket.Id} {ticket.Route} ({ticket.Category}, {ticket.Level} {ticket.Score}): {ticket.Summary}";
}
