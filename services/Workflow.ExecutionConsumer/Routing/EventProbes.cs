using System.Text.Json;
using Workflow.Database.Signals;
using Workflow.Execution.Events;
using Workflow.Jq;

namespace Workflow.ExecutionConsumer.Routing;

/// <summary>What the looks take from events, compiled once. Used by one thread.</summary>
internal sealed class EventProbes
{
    private const int KeptMax = 10_000;

    private readonly Dictionary<string, EventProbe?> _kept = [];

    /// <summary>What the events look like: each is evaluated once for each look that its type has.</summary>
    public List<EventSight> SightsOf(IReadOnlyList<TopicEvent> events, IReadOnlyList<EventLook> looks)
    {
        var byType = looks.ToLookup(look => look.Type);
        var sights = new List<EventSight>();
        for (var place = 0; place < events.Count; place++)
        {
            var one = events[place];
            foreach (var look in byType[one.Type].Concat(one.IsLifecycle ? [] : byType[""]))
            {
                if (ProbeOf(look)?.HashOf(one.Value) is { } expected)
                {
                    sights.Add(new EventSight(place, look.Type, look.Key, expected, one.OwnerId, one.About));
                }
            }
        }

        return sights;
    }

    private EventProbe? ProbeOf(EventLook look)
    {
        if (_kept.TryGetValue(look.Key, out var known))
        {
            return known;
        }

        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        return _kept[look.Key] = Compile(look.FromSet);
    }

    /// <returns>Null for what another release may have written and this one cannot read.</returns>
    private static EventProbe? Compile(string fromSet)
    {
        try
        {
            return new EventProbe(JqValue.Parse(fromSet).Items.Select(source => source.AsString ?? ""));
        }
        catch (Exception error) when (error is JqCompileException or JsonException)
        {
            return null;
        }
    }
}
