using System.Security.Cryptography;
using System.Text;

namespace Workflow.Model;

/// <summary>An event that was sent to a run and that it has not taken in.</summary>
/// <param name="Key">Unique key of its inbox row, by one of the forms below.</param>
/// <param name="Arrival">Counts up; what came to one run later has more.</param>
/// <param name="ReceivedAt">By the database's clock.</param>
/// <param name="Event">A CloudEvent as a JSON object.</param>
public sealed record ArrivedSignal(string Key, long Arrival, DateTimeOffset ReceivedAt, RawJson Event)
{
    private const string GivenId = "signal:";
    private const string DrawnId = "signal#";
    private const string Decision = "approval:";
    private const string TopicEvent = "event:";

    /// <summary>The only step that may take it (see <see cref="StepVerdict.KeyOf"/>); null for any.</summary>
    public string? Step => Key.StartsWith(Decision, StringComparison.Ordinal) ? Key[Decision.Length..] : null;

    /// <summary>Whether it came from the topic of events, for whoever in the run listened then.</summary>
    public bool IsFromTopic => Key.StartsWith(TopicEvent, StringComparison.Ordinal);

    /// <summary>Key of an event from the topic: source and id are what makes it the same event.</summary>
    public static string KeyOfEvent(string source, string id) => TopicEvent + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Length}:{source}{id}")).AsSpan(0, 16));

    /// <summary>Key of a signal whose id its sender chose, so that the same again is no other one.</summary>
    public static string KeyOfGiven(string id) => GivenId + id;

    /// <summary>Key of a signal whose id was drawn for it.</summary>
    public static string KeyOfDrawn(Guid id) => DrawnId + id;

    /// <summary>Key of what a person decided about a step: one attempt is decided once.</summary>
    public static string KeyOfDecision(StepKey step) => Decision + StepVerdict.KeyOf(step);
}
