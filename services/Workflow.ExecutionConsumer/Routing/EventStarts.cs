using Workflow.Database.Schedules;
using Workflow.Database.Signals;
using Workflow.Database.Transitions;
using Workflow.Definitions;
using Workflow.Definitions.Scheduling;
using Workflow.Execution.Events;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.ExecutionConsumer.Schedules;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Routing;

/// <summary>Brings events of the topic to the schedules that they start. Used by one thread.</summary>
internal sealed partial class EventStarts(
    ScheduleWaits waits, StartByEvents start, StartSignals starts, ClusterShape cluster,
    ScheduleFiringOptions options, ConsumerOptions consumer, DefinitionLimits definitions, TimeProvider clock,
    ILogger<EventStarts> logger)
{
    private const int KeptMax = 1_000;

    /// <summary>A schedule that somebody changes all the while is left to the next try of the batch.</summary>
    private const int RereadsMax = 10;

    private readonly EventProbes _probes = new();
    private readonly Dictionary<(Guid Id, long Revision), StartFilters?> _kept = [];

    /// <summary>Offers some events to whoever may want them. Throws when the database is away; may be done
    /// again.</summary>
    /// <returns>What became of those that a schedule wants; an event may be there several times.</returns>
    public async Task<List<OfferResult>> OfferAsync(IReadOnlyList<TopicEvent> events, CancellationToken ct)
    {
        string[] types = [.. events.Select(one => one.Type).Append("").Distinct()];
        var looks = await waits.LooksAsync(types, consumer.EventLooksMax, ct);
        if (looks.Count == consumer.EventLooksMax)
        {
            LogTooManyLooks(logger, looks.Count);
        }

        var sights = _probes.SightsOf(events, looks);
        var results = new List<OfferResult>();
        var hits = sights.Count == 0 ? [] : await waits.HitsAsync(sights, ct);
        foreach (var group in hits.GroupBy(hit => hit.ScheduleId))
        {
            results.AddRange(await OfferAsync(group.Key, [.. group.Select(hit => hit.Place)], events, ct));
        }

        return results;
    }

    private async Task<List<OfferResult>> OfferAsync(
        Guid scheduleId, IReadOnlyList<int> places, IReadOnlyList<TopicEvent> events, CancellationToken ct)
    {
        var limits = new StartLimits(
            options.EventRunsMax, options.EventsHeldMax, options.KeepDays,
            Math.Max(options.KeepDays, (int)consumer.EventAgeMax.TotalDays + 1));
        for (var reads = 1; reads <= RereadsMax; reads++)
        {
            if ((await waits.ReadAsync([scheduleId], ct)).FirstOrDefault() is not { } schedule
                || FiltersOf(schedule) is not { } filters)
            {
                return [];
            }

            OfferedEvent[] offered = [.. places.Select(place => Offer(filters, place, events[place]))
                .Where(one => one.Fits.Count > 0)];
            if (offered.Length == 0)
            {
                return [];
            }

            if (await start.OfferAsync(schedule, filters.Needed, offered, NewRun, limits, ct) is { } results)
            {
                results.ForEach(result => Follow(scheduleId, result));
                return results;
            }
        }

        throw new TimeoutException($"Schedule {scheduleId} was changed {RereadsMax} times while it was read.");
    }

    private OfferedEvent Offer(StartFilters filters, int place, TopicEvent one) =>
        new(place, one.UniqueKey, one.Json, filters.FitsOf(one.Value, clock.GetUtcNow()));

    private (Guid Id, int Shard) NewRun()
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        return (id, Sharding.ShardOf(id, cluster.Partitions));
    }

    /// <summary>A wake-up that is lost is made up for by the sweep.</summary>
    private void Follow(Guid scheduleId, OfferResult result)
    {
        if (result.Run is var (runId, shard))
        {
            starts.Send(runId, shard);
        }
        else if (result.Fate == OfferFate.Failed)
        {
            LogFailed(logger, scheduleId, result.Detail);
        }
    }

    private StartFilters? FiltersOf(EventSchedule schedule)
    {
        var key = (schedule.Id, schedule.Revision);
        if (_kept.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        var filters = ScheduleSpec.OfJson(schedule.Specification).On is { } on
            && StartEvents.Read(on, definitions) is { } events ? new StartFilters(events) : null;
        if (filters is null)
        {
            LogUnreadable(logger, schedule.Id);
        }

        return _kept[key] = filters;
    }
}
