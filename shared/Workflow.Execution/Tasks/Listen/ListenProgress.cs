using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Events;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Listen;

/// <summary>Where an event belongs that is wanted.</summary>
/// <param name="EndsIt">It is one of those that the listen waits for to end.</param>
internal readonly record struct EventPlace(bool EndsIt, int Filter);

/// <summary>What a listen has taken and still wants. The same events in the same order lead to the same, so whoever
/// carries the run on comes to where the last owner was.</summary>
internal sealed class ListenProgress
{
    private readonly ListenTask _task;
    private readonly ExpressionScope _scope;
    private readonly EventMatch _match;
    private readonly EventMatch? _ending;
    private readonly List<(ArrivedSignal Signal, JqValue Event)> _taken = [];
    private readonly List<JqValue> _output = [];

    /// <exception cref="JqException">What a correlation expects cannot be evaluated.</exception>
    public ListenProgress(ListenTask task, JqValue input, ExpressionScope scope)
    {
        _task = task;
        _scope = scope;
        var learned = new Dictionary<string, JqValue>();
        _match = new EventMatch(new EventStrategy(task.For, task.Events), learned, input, scope);
        _ending = task.Until?.Events is { } events ? new EventMatch(events, learned, input, scope) : null;
    }

    public bool IsComplete { get; private set; }

    /// <summary>In order, those that ended it among them; without those that a <c>foreach</c> has taken.</summary>
    public IReadOnlyList<(ArrivedSignal Signal, JqValue Event)> Taken => _taken;

    public JqValue Output => JqValue.Array(_output);

    /// <summary>What events from the topic must have to be looked at.</summary>
    public IEnumerable<EventWait> Waits => _match.Waits.Concat(_ending?.Waits ?? []).Distinct();

    /// <returns>Null when the event is not wanted.</returns>
    public EventPlace? Find(JqValue cloudEvent) =>
        _ending?.Find(cloudEvent) is { } ending and >= 0 ? new EventPlace(true, ending)
        : _match.Find(cloudEvent) is var place and >= 0 ? new EventPlace(false, place)
        : null;

    /// <summary>The filter that an event fits which is none of those that end it; −1 when there is none.</summary>
    public int FindItem(JqValue cloudEvent) => _match.Find(cloudEvent);

    /// <summary>Counts an event that was found wanted.</summary>
    public void Take(EventPlace place, ArrivedSignal signal, JqValue cloudEvent)
    {
        _taken.Add((signal, cloudEvent));
        if (place.EndsIt)
        {
            _ending!.Take(place.Filter, cloudEvent);
            IsComplete = _ending.IsComplete;
            return;
        }

        TakeItem(place.Filter, cloudEvent, Read(cloudEvent), _scope);
    }

    /// <summary>Counts an event that ends nothing by itself.</summary>
    /// <param name="filter">−1 for none.</param>
    /// <param name="output">What of it is in the output.</param>
    /// <param name="scope">What <c>until</c> sees.</param>
    public void TakeItem(int filter, JqValue cloudEvent, JqValue output, ExpressionScope scope)
    {
        if (filter >= 0)
        {
            _match.Take(filter, cloudEvent);
        }

        _output.Add(output);
        IsComplete = _task.Until is { } until ? Holds(until.Condition, scope) : _match.IsComplete;
    }

    /// <summary>What is in the output of an event, and what a <c>foreach</c> gets.</summary>
    public JqValue Read(JqValue cloudEvent) => Read(_task.Read, cloudEvent);

    public static JqValue Read(ListenRead read, JqValue cloudEvent) => read switch
    {
        ListenRead.Envelope => cloudEvent,
        ListenRead.Raw => Text(cloudEvent),
        _ => cloudEvent["data"],
    };

    /// <summary>Data that is text stays as it is, any other is its JSON; data that is no JSON is in base64.</summary>
    private static JqValue Text(JqValue cloudEvent) =>
        cloudEvent["data_base64"] is { IsNull: false } binary ? binary
        : cloudEvent["data"] is { AsString: null, IsNull: false } data ? JqValue.String(data.ToJson())
        : cloudEvent["data"];

    /// <summary>One that fails about the events does not hold: their senders must not be able to fail the
    /// run.</summary>
    private bool Holds(Expression? condition, ExpressionScope scope)
    {
        try
        {
            return condition?.IsTrue(Output, scope) ?? false;
        }
        catch (JqException)
        {
            return false;
        }
    }
}
