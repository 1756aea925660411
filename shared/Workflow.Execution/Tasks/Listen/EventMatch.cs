using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Execution.Tasks.Listen;

/// <summary>Which of a listen's filters still want an event, and whether one fits.</summary>
/// <remarks>An expression that fails about an event means that the event is not wanted: its sender must not be able to
/// fail the run.</remarks>
internal sealed class EventMatch
{
    private readonly ListenTask _task;
    private readonly ExpressionScope _scope;
    private readonly List<(EventFilter Filter, IReadOnlyList<JqValue> Expected)> _open;

    /// <exception cref="JqException">What a correlation expects cannot be evaluated.</exception>
    public EventMatch(ListenTask task, JqValue input, ExpressionScope scope)
    {
        _task = task;
        _scope = scope;
        _open =
        [
            .. task.Events.Select(filter => (filter, (IReadOnlyList<JqValue>)
                [.. filter.Correlations.Select(correlation => correlation.Expect.Evaluate(input, scope))])),
        ];
    }

    public bool IsComplete { get; private set; }

    /// <summary>The place of the first open filter that wants the event; −1 when none does.</summary>
    public int Find(JqValue cloudEvent) =>
        _task.Events.Count == 0 ? 0 : _open.FindIndex(open => Wants(open.Filter, open.Expected, cloudEvent));

    /// <summary>Counts an event that was found wanted.</summary>
    public void Take(int place)
    {
        if (_task.For == ListenFor.All)
        {
            _open.RemoveAt(place);
        }

        IsComplete = _task.For != ListenFor.All || _open.Count == 0;
    }

    private bool Wants(EventFilter filter, IReadOnlyList<JqValue> expected, JqValue cloudEvent)
    {
        try
        {
            return filter.Conditions.All(condition => Holds(condition, cloudEvent[condition.Attribute]))
                && filter.Correlations.Zip(expected).All(
                    pair => pair.First.From.Evaluate(cloudEvent, _scope).Equals(pair.Second));
        }
        catch (JqException)
        {
            return false;
        }
    }

    private bool Holds(EventCondition condition, JqValue attribute) =>
        condition.Equal is { } equal ? attribute.Equals(equal) : condition.Holds!.IsTrue(attribute, _scope);
}
