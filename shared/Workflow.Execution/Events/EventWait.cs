using System.Runtime.CompilerServices;
using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Execution.Events;

/// <summary>What can be told of a filter without its run: by it an event finds the few runs that may want it. The run's
/// own filter has the last word.</summary>
/// <param name="Type">The event's type; null for any.</param>
/// <param name="From">What is taken from the event: jq programs without variables, in order.</param>
/// <param name="Key">The same for the same <paramref name="From"/>.</param>
/// <param name="Expected">The same for the same expected values.</param>
public sealed record EventWait(string? Type, IReadOnlyList<string> From, string Key, string Expected)
{
    private const int DepthMax = 100;

    private static readonly ConditionalWeakTable<EventFilter, Part[]> Parts = [];

    /// <summary>Of a listen to everything.</summary>
    public static readonly EventWait Any = OfParts(null, []);

    /// <param name="expected">What each correlation of the filter expects; null for what is not known yet.</param>
    public static EventWait Of(EventFilter filter, IReadOnlyList<JqValue?> expected)
    {
        var wanted = Parts.GetValue(filter, PartsOf)
            .Select(part => (part.From, Value: (part.Expected ?? expected[part.Place])!))
            .Where(part => part.Value.Depth <= DepthMax);
        return OfParts(TypeOf(filter), [.. wanted]);
    }

    private static EventWait OfParts(string? type, (string From, JqValue Value)[] wanted)
    {
        Array.Sort(wanted, (left, right) => string.CompareOrdinal(left.From, right.From));
        string[] from = [.. wanted.Select(part => part.From)];
        return new EventWait(type, from, KeyOf(from), EventText.HashOf(wanted.Select(part => part.Value)));
    }

    /// <summary>See <see cref="Key"/>.</summary>
    public static string KeyOf(IReadOnlyList<string> from) => 
        EventText.HashOf(JqValue.Array(from.Select(JqValue.String)).ToJson());

    private static string? TypeOf(EventFilter filter) =>
        filter.Conditions.FirstOrDefault(condition => condition is { Attribute: "type", Equal: not null })
            is { Equal.AsString: { } type } && IsText(type)
            ? type
            : null;

    private static Part[] PartsOf(EventFilter filter)
    {
        var conditions = filter.Conditions
            .Where(condition => condition is not { Attribute: "type", Equal: not null })
            .Select(condition => condition.Equal is { } equal
                ? new Part($".{Name(condition.Attribute)}", equal, 0)
                : new Part(Truth(condition), JqValue.True, 0));
        var correlations = filter.Correlations.Select((one, place) => (one, place))
            .Where(pair => pair.one.Expect is not null)
            .Select(pair => new Part(pair.one.From.Source, null, pair.place));
        return [.. conditions.Concat(correlations).Where(part => EventProbe.CanTell(part.From))];
    }

    /// <summary>A program that gives true when the condition holds, else false.</summary>
    private static string Truth(EventCondition condition) =>
        $"((.{Name(condition.Attribute)} | first(\n{condition.Holds!.Source}\n)) // false) | . != false";

    private static string Name(string attribute) => JqValue.String(attribute).ToJson();

    /// <summary>No column holds a NUL.</summary>
    internal static bool IsText(string text) => !text.Contains('\0') && !text.Contains("\\u0000");

    /// <param name="Expected">Null for what the correlation at <paramref name="Place"/> expects.</param>
    private sealed record Part(string From, JqValue? Expected, int Place);
}
