using Workflow.ExampleAgents.Text;

namespace Workflow.ExampleAgents.Urgency;

/// <summary>Phrases that raise or lower urgency: full points for the first, a third for each of two more.</summary>
public sealed record SignalRule(string Name, int Points, IReadOnlyList<Phrase> Phrases)
{
    /// <summary>Read first: their words no longer count for the others, so that "not urgent" is not urgent.</summary>
    public static readonly IReadOnlyList<SignalRule> Calming =
    [
        Of("calm", -20, "no rush", "no hurry", "not urgent", "whenever you have time", "when you get a chance",
            "take your time"),
        Of("small_talk", -8, "just wondering", "just curious", "out of curiosity", "thank you", "small suggestion"),
    ];

    public static readonly IReadOnlyList<SignalRule> Raising =
    [
        Of("security", 40, "hacked", "phishing", "data breach", "unauthorised", "unauthorized", "stolen",
            "suspicious", "someone else", "stranger", "unknown device", "fraud"),
        Of("danger", 40, "smoke", "burning", "fire", "electric shock", "overheats", "melted", "freezing", "medical"),
        Of("outage", 28, "outage", "is down", "are down", "offline", "production", "nothing works", "all our sites",
            "503", "cannot work", "every customer", "whole office", "locked out"),
        Of("urgent_words", 20, "urgent", "asap", "immediately", "emergency", "right now", "critical", "dringend",
            "sofort", "en urgence"),
        Of("leaving", 15, "lawyer", "legal action", "chargeback", "cancel my", "cancel our", "switching to",
            "consumer protection", "last chance", "never again"),
        Of("repeated", 12, "third time", "second time", "still waiting", "no answer", "nobody answers",
            "again and again", "weeks ago", "still no", "already wrote", "toujours pas"),
        Of("anger", 10, "unacceptable", "ridiculous", "furious", "terrible", "worst", "angry", "disgrace", "joke",
            "scandale"),
        Of("money", 8, "charged twice", "overcharged", "double charge", "money", "penalty", "losing"),
    ];

    /// <summary>Points and the phrases found, or null when none is in the text.</summary>
    public Signal? Read(List<string> stems, bool take)
    {
        var found = Phrases.Where(phrase => take ? phrase.TakeFrom(stems) : phrase.IndexIn(stems) >= 0)
            .Select(phrase => phrase.Text).ToList();
        return found.Count == 0
            ? null
            : new Signal(Name, Points + (Points / 3 * Math.Min(found.Count - 1, 2)), string.Join(", ", found));
    }

    private static SignalRule Of(string name, int points, params IReadOnlyList<string> phrases) =>
        new(name, points, [.. phrases.Select(phrase => new Phrase(phrase))]);
}

/// <summary>One reason for the score, with the words that gave it.</summary>
public sealed record Signal(string Name, int Points, string Evidence);
