using Workflow.ExampleAgents.Text;
using Workflow.ExampleAgents.Tickets;

namespace Workflow.ExampleAgents.Summaries;

/// <summary>A ticket and how short it should become.</summary>
/// <param name="Sentences">Sentences to keep, 1 to 10.</param>
/// <param name="CharactersMax">Longer summaries are cut at a word, 40 to 2000.</param>
public sealed record SummaryRequest(string? Subject, string? Body, int Sentences = 1, int CharactersMax = 160)
{
    /// <summary>Why the request cannot be met, or null.</summary>
    public static string? Problem(SummaryRequest request) => request switch
    {
        { Sentences: < 1 or > 10 } => "'sentences' must be from 1 to 10.",
        { CharactersMax: < 40 or > 2000 } => "'characters_max' must be from 40 to 2000.",
        _ => TicketText.Problem(new TicketText(request.Subject, request.Body)),
    };
}

/// <summary>The most telling sentences, in their order.</summary>
/// <param name="Keywords">The three words that the text is most about.</param>
public sealed record Summary(string Text, int SentencesKept, int SentencesFound, IReadOnlyList<string> Keywords);

/// <summary>Keeps the sentences whose words are the most frequent of the ticket, early ones first.</summary>
public static class SummaryAgent
{
    public static Summary Summarise(SummaryRequest request)
    {
        var sentences = Sentences.Of(request.Body ?? "");
        var subject = request.Subject?.Trim() ?? "";
        var weights = new WordWeights(subject, sentences);
        if (sentences.Count == 0)
        {
            return new Summary(subject.Length > 0 ? subject : "(empty ticket)", 0, 0, weights.Heaviest(3));
        }

        var kept = sentences
            .Select((text, order) => (text, order, score: Score(text, order, weights)))
            .OrderByDescending(sentence => sentence.score).ThenBy(sentence => sentence.order)
            .Take(request.Sentences)
            .OrderBy(sentence => sentence.order)
            .Select(sentence => sentence.text)
            .ToList();
        return new Summary(
            Cut(string.Join(' ', kept), request.CharactersMax), kept.Count, sentences.Count, weights.Heaviest(3));
    }

    // The average favours dense sentences; the root keeps a two-word one from winning over a whole thought.
    private static double Score(string sentence, int order, WordWeights weights)
    {
        var stems = Words.StemsOf(sentence);
        return stems.Distinct().Sum(weights.Of) / Math.Sqrt(Math.Max(stems.Count, 6)) * (1 + (0.3 / (1 + order)));
    }

    private static string Cut(string text, int characters)
    {
        if (text.Length <= characters)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', characters - 1);
        return $"{text[..(space > characters / 2 ? space : characters - 1)].TrimEnd(' ', ',', ';')}…";
    }
}
