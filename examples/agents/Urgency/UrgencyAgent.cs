using System.Text.RegularExpressions;
using Workflow.ExampleAgents.Text;
using Workflow.ExampleAgents.Tickets;

namespace Workflow.ExampleAgents.Urgency;

/// <summary>How soon somebody should look at a ticket.</summary>
/// <param name="Score">From 0 to 100.</param>
/// <param name="Level">critical from 70, high from 40, normal from 20, else low.</param>
/// <param name="Signals">What the score is made of.</param>
public sealed record UrgencyRating(int Score, string Level, IReadOnlyList<Signal> Signals);

/// <summary>Rates urgency by words, deadlines, punctuation and the customer's contract.</summary>
public static partial class UrgencyAgent
{
    private const string LatestTime =
        @"\b(?:by|before|until) (?:today|tonight|tomorrow|noon|end of (?:the )?day|eod|" + Weekday
        + @"|\d{1,2} ?(?:am|pm))\b";

    private const string Weekday = "monday|tuesday|wednesday|thursday|friday";
    private const string FewHours = @"\b(?:with)?in (?:the next )?(?:an|one|two|\d{1,2}) (?:minutes?|hours?)\b";
    private const string Today = @"\bheute noch\b";

    private static readonly string[] AngryMarks = ["😡", "🤬", "😠", "🚨", "🔥", "‼️", "👿"];

    public static UrgencyRating Rate(TicketText ticket)
    {
        var text = ticket.Whole;
        var stems = Words.StemsOf(text);
        var signals = SignalRule.Calming.Select(rule => rule.Read(stems, take: true))
            .Concat(SignalRule.Raising.Select(rule => rule.Read(stems, take: false)))
            .Append(Deadline(text)).Append(Exclamations(text)).Append(Shouting(text)).Append(Emoji(text))
            .Append(Tier(ticket.Tier))
            .OfType<Signal>().ToList();
        var score = Math.Clamp(10 + signals.Sum(signal => signal.Points), 0, 100);
        return new UrgencyRating(score, LevelOf(score), signals);
    }

    private static string LevelOf(int score) => score switch
    {
        >= 70 => "critical",
        >= 40 => "high",
        >= 20 => "normal",
        _ => "low",
    };

    private static Signal? Deadline(string text)
    {
        var match = DeadlinePattern().Match(text);
        return match.Success ? new Signal("deadline", 18, match.Value.ToLowerInvariant()) : null;
    }

    private static Signal? Exclamations(string text)
    {
        var count = text.Count(character => character == '!');
        return count < 2 ? null : new Signal("exclamations", Math.Min(count, 4) * 2, $"{count} exclamation marks");
    }

    private static Signal? Shouting(string text)
    {
        var words = ShoutedWord().Matches(text).Select(match => match.Value).ToList();
        return words.Count < 2
            ? null
            : new Signal("shouting", Math.Min(words.Count, 6) * 2, string.Join(' ', words.Take(6)));
    }

    private static Signal? Emoji(string text)
    {
        var marks = AngryMarks.Where(mark => text.Contains(mark, StringComparison.Ordinal)).ToList();
        return marks.Count == 0 ? null : new Signal("emoji", 8, string.Concat(marks));
    }

    private static Signal? Tier(string? tier) => tier switch
    {
        "enterprise" => new Signal("tier", 15, tier),
        "gold" => new Signal("tier", 8, tier),
        "plus" => new Signal("tier", 3, tier),
        _ => null,
    };

    [GeneratedRegex($"{LatestTime}|{FewHours}|{Today}", RegexOptions.IgnoreCase)]
    private static partial Regex DeadlinePattern();

    // Codes (ORD-12345) and the usual abbreviations are written in capitals without anybody shouting.
    [GeneratedRegex(@"\b(?!ORD|INV|API|RMA|GDPR|VAT|USD|EUR|GBP)[A-Z]{3,}\b(?![-\d])")]
    private static partial Regex ShoutedWord();
}
