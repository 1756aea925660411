using Workflow.ExampleAgents.Text;
using Workflow.ExampleAgents.Tickets;

namespace Workflow.ExampleAgents.Classification;

/// <summary>What a ticket is about.</summary>
/// <param name="Confidence">From 0 to 1: how much the best category stands out.</param>
/// <param name="Scores">Every category that scored, best first.</param>
/// <param name="Matched">Phrases that spoke for the category.</param>
public sealed record Classification(
    string Category, double Confidence, string Language, IReadOnlyDictionary<string, double> Scores,
    IReadOnlyList<string> Matched);

/// <summary>Sorts a ticket into one category by weighted phrases; the subject counts double.</summary>
public static class ClassifierAgent
{
    private const double LowestScore = 1.5;
    private const int SubjectFactor = 2;

    public static Classification Classify(TicketText ticket)
    {
        var subject = Words.StemsOf(ticket.Subject ?? "");
        var body = Words.StemsOf(ticket.Body ?? "");
        var scored = Category.All
            .Select((category, order) => (category, order, score: Score(category, subject, body)))
            .Where(entry => entry.score > 0)
            .OrderByDescending(entry => entry.score).ThenBy(entry => entry.order)
            .ToList();
        var scores = new OrderedDictionary<string, double>(
            scored.Select(entry => KeyValuePair.Create(entry.category.Name, Math.Round(entry.score, 2))));
        var language = Language.Of(Words.Of(ticket.Whole));
        if (scored.Count == 0 || scored[0].score < LowestScore)
        {
            return new Classification(Category.Other, 0, language, scores, []);
        }

        var best = scored[0];
        var runnerUp = scored.Count > 1 ? scored[1].score : 0;
        // Few words prove little: the second factor keeps a single hint below one half.
        var confidence = best.score / (best.score + runnerUp) * (1 - Math.Exp(-best.score / 4));
        return new Classification(
            best.category.Name, Math.Round(confidence, 2), language, scores, Matched(best.category, subject, body));
    }

    private static double Score(Category category, List<string> subject, List<string> body)
    {
        var score = 0.0;
        foreach (var (phrase, weight) in category.Terms)
        {
            var count = (phrase.CountIn(subject) * SubjectFactor) + phrase.CountIn(body);
            score += count == 0 ? 0 : weight * (1 + Math.Log(count));
        }

        return score;
    }

    private static List<string> Matched(Category category, List<string> subject, List<string> body) =>
        [.. category.Terms.Where(term => term.Phrase.IndexIn(subject) >= 0 || term.Phrase.IndexIn(body) >= 0)
            .Select(term => term.Phrase.Text)];
}
