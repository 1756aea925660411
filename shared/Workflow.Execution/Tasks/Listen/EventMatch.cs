using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Events;
using Workflow.Jq;

namespace Workflow.Execution.Tasks.Listen;

/// <summary>Which of a listen's filters still want an event, and whether one fits.</summary>
/// <remarks>An expression that fails about an event means that the event is not wanted: its sender must not be able to
/// fail the run.</remarks>
internal sealed class EventMatch
{
    private readonly EventStrategy _wanted;
    private readonly ExpressionScope _scope;
    private readonly Dictionary<string, JqValue> _learned;
    private readonly List<(EventFilter Filter, IReadOnlyList<JqValue?> Expected)> _open;

    /// <param name="learned">What correlations are known to expect, by name; shared by all matches of a listen.</param>
    /// <exception cref="JqException">What a correlation expects cannot be evaluated.</exception>
    public EventMatch(
        EventStrategy wanted, Dictionary<string, JqValue> learned, JqValue input, ExpressionScope scope)
    {
        _wanted = wanted;
        _learned = learned;
        _scope = scope;
        _open =
        [
            .. wanted.Events.Select(filter => (filter, (IReadOnlyList<JqValue?>)
                [.. filter.Correlations.Select(correlation => correlation.Expect?.Evaluate(input, scope))])),
        ];
        foreach (var (filter, expected) in _open)
        {
            Learn(filter, place => expected[place]);
        }
    }

    public bool IsComplete { get; private set; }

    /// <summary>What events from the topic must have to be looked at.</summary>
    public IEnumerable<EventWait> Waits =>
        _wanted.Events.Count == 0 ? [EventWait.Any] : _open.Select(open => EventWait.Of(open.Filter, open.Expected));

    /// <summary>The place of the first open filter that wants the event; −1 when none does.</summary>
    public int Find(JqValue cloudEvent) =>
        _wanted.Events.Count == 0 ? 0 : _open.FindIndex(open => Wants(open.Filter, open.Expected, cloudEvent));

    /// <summary>Counts an event that was found wanted.</summary>
    public void Take(int place, JqValue cloudEvent)
    {
        if (_open.Count > 0)
        {
            var filter = _open[place].Filter;
            Learn(filter, correlation => filter.Correlations[correlation].From.Evaluate(cloudEvent, _scope));
        }

        if (_wanted.For == ListenFor.All)
        {
            _open.RemoveAt(place);
        }

        IsComplete = _wanted.For != ListenFor.All || _open.Count == 0;
    }

    private bool Wants(EventFilter filter, IReadOnlyList<JqValue?> expected, JqValue cloudEvent)
    {
        try
        {
            return filter.Conditions.All(condition => Holds(condition, cloudEvent[condition.Attribute]))
                && filter.Correlations.Zip(expected).All(
                    pair => Fits(pair.First, pair.Second, pair.First.From.Evaluate(cloudEvent, _scope)));
        }
        catch (JqException)
        {
            return false;
        }
    }

    /// <summary>A first event has to have something by which the others can be told.</summary>
    private bool Fits(EventCorrelation correlation, JqValue? expected, JqValue found) =>
        (expected ?? _learned.GetValueOrDefault(correlation.Name)) is { } wanted ? found.Equals(wanted) : !found.IsNull;

    private void Learn(EventFilter filter, Func<int, JqValue?> valueOf)
    {
        for (var place = 0; place < filter.Correlations.Count; place++)
        {
            if (!_learned.ContainsKey(filter.Correlations[place].Name) && valueOf(place) is { } value)
            {
                _learned.Add(filter.Correlations[place].Name, value);
            }
        }
    }

    private bool Holds(EventCondition condition, JqValue attribute) =>
        condition.Equal is { } equal ? attribute.Equals(equal) : condition.Holds!.IsTrue(attribute, _scope);
}
