using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Events;

/// <summary>The filters of a schedule that events start, compiled once. There is no run yet, so they see the event
/// alone, within the bounds of an <see cref="EventProbe"/>. Thread-safe.</summary>
public sealed class StartFilters
{
    private readonly EventStrategy _strategy;

    public StartFilters(EventStrategy strategy)
    {
        _strategy = strategy;
        Waits = strategy.Events.Count == 0
            ? [EventWait.Any]
            : [.. strategy.Events.Select(filter => EventWait.Of(filter, ExpectedOf(filter))).Distinct()];
    }

    /// <summary>What events must have to be looked at.</summary>
    public IReadOnlyList<EventWait> Waits { get; }

    /// <summary>Events that start a run together; each fits another filter.</summary>
    public int Needed => _strategy.For == ListenFor.All ? _strategy.Events.Count : 1;

    /// <summary>The filters that the event fits, in order.</summary>
    /// <remarks>An expression that fails about an event means that the event does not fit.</remarks>
    public IReadOnlyList<EventFit> FitsOf(JqValue cloudEvent, DateTimeOffset now)
    {
        var scope = new ExpressionScope(EventProbe.Bounds with { Now = now });
        return _strategy.Events.Count == 0
            ? [new EventFit(0, new Dictionary<string, string>())]
            : [.. _strategy.Events.Select((filter, place) => FitOf(filter, place, cloudEvent, scope))
                .OfType<EventFit>()];
    }

    private static EventFit? FitOf(EventFilter filter, int place, JqValue cloudEvent, ExpressionScope scope)
    {
        try
        {
            if (!filter.Conditions.All(condition => Holds(condition, cloudEvent[condition.Attribute], scope)))
            {
                return null;
            }

            var values = new Dictionary<string, string>();
            foreach (var (correlation, expected) in filter.Correlations.Zip(ExpectedOf(filter)))
            {
                var value = correlation.From.Evaluate(cloudEvent, scope);
                if (expected is null ? value.IsNull : !value.Equals(expected))
                {
                    return null;
                }

                values[correlation.Name] = EventText.HashOf([value]);
            }

            return new EventFit(place, values);
        }
        catch (JqException)
        {
            return null;
        }
    }

    private static bool Holds(EventCondition condition, JqValue attribute, ExpressionScope scope) =>
        condition.Equal is { } equal ? attribute.Equals(equal) : condition.Holds!.IsTrue(attribute, scope);

    private static IReadOnlyList<JqValue?> ExpectedOf(EventFilter filter) =>
        [.. filter.Correlations.Select(correlation => (correlation.Expect as LiteralTemplate)?.Value)];
}
