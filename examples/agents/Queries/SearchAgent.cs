using Workflow.ExampleAgents.Text;

namespace Workflow.ExampleAgents.Queries;

/// <summary>What to look for among the example's tickets.</summary>
/// <param name="Limit">Most matches to return, 1 to 50.</param>
public sealed record SearchRequest(IReadOnlyList<string>? Terms, string? Intent, int Limit = 5)
{
    /// <summary>Why the request cannot be met, or null.</summary>
    public static string? Problem(SearchRequest request) => request switch
    {
        { Terms: null } => "'terms' is needed, a list of words.",
        { Intent: not ("count" or "find") } => "'intent' must be count or find.",
        { Limit: < 1 or > 50 } => "'limit' must be from 1 to 50.",
        _ => null,
    };
}

/// <summary>A ticket that has some of the terms.</summary>
/// <param name="Terms">Those that it has.</param>
public sealed record SearchMatch(string Id, string Subject, IReadOnlyList<string> Terms);

/// <summary>The matches, best first, and the answer in one line.</summary>
/// <param name="Found">All of them; <paramref name="Matches"/> may have fewer.</param>
public sealed record SearchAnswer(string Answer, int Found, int Searched, IReadOnlyList<SearchMatch> Matches);

/// <summary>Looks terms up in the example's tickets; a term in the subject counts double.</summary>
public static class SearchAgent
{
    public static SearchAnswer Answer(SearchRequest request)
    {
        var terms = request.Terms!.Select(term => (Word: term, Stem: Stemmer.Stem(term.ToLowerInvariant()))).ToList();
        var ranked = TicketArchive.All
            .Select((ticket, order) => (
                ticket, order, had: terms.Where(term => ticket.Stems.Contains(term.Stem)).ToList()))
            .Where(entry => entry.had.Count > 0)
            .OrderByDescending(entry => entry.had.Sum(term => entry.ticket.SubjectStems.Contains(term.Stem) ? 2 : 1))
            .ThenBy(entry => entry.order)
            .ToList();
        var matches = ranked.Take(request.Limit)
            .Select(entry => new SearchMatch(
                entry.ticket.Id, entry.ticket.Subject, [.. entry.had.Select(term => term.Word)]))
            .ToList();
        var answer = request.Intent == "count" ? $"{ranked.Count} of {TicketArchive.All.Count} tickets."
            : matches.Count == 0 ? "No ticket speaks of it."
            : $"{matches[0].Id} fits best: {matches[0].Subject}";
        return new SearchAnswer(answer, ranked.Count, TicketArchive.All.Count, matches);
    }
}
