using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Recovery;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Signals;

/// <summary>One way in which open steps look at events of a type.</summary>
/// <param name="Type">Empty for events of any type.</param>
/// <param name="FromSet">What they take from the event: a JSON array of jq programs.</param>
public sealed record EventLook(string Type, string Key, string FromSet);

/// <summary>What an event looks like to one of the looks.</summary>
/// <param name="Place">The event's place in its batch.</param>
/// <param name="OwnerId">Whose runs may take it; null for anybody's.</param>
/// <param name="About">The run that the event tells of; null for other events.</param>
public readonly record struct EventSight(
    int Place, string Type, string Key, string Expected, string? OwnerId, Guid? About = null);

/// <summary>A run that may want an event.</summary>
/// <param name="Place">The event's place in its batch.</param>
public readonly record struct EventHit(Guid RunId, int Place);

/// <summary>An event on its way into an inbox.</summary>
/// <param name="UniqueKey">See <see cref="ArrivedSignal.KeyOfEvent"/>.</param>
/// <param name="CloudEvent">A JSON object.</param>
public sealed record RoutedEvent(string UniqueKey, RawJson CloudEvent);

/// <summary>What became of an event for one run.</summary>
/// <param name="IsFull">The run has too many signals that it has not taken in: it did not get this one.</param>
public readonly record struct EventDelivery(Guid RunId, int Shard, int Place, bool IsFull);

/// <summary>Finds the runs whose open steps listen for an event, and adds it to their inboxes (R4).</summary>
public sealed class EventWaits(NpgsqlDataSource dataSource)
{
    private static readonly EventLooks Looks = new("event_waits");

    private const string Hits = """
        select distinct w.run_id, s.place
          from unnest($1, $2, $3, $4, $5) as s (place, event_type, from_key, expected, owner_id)
          join event_waits w on w.event_type = s.event_type and w.from_key = s.from_key and w.expected = s.expected
           and w.owner_id = coalesce(s.owner_id, w.owner_id)
         order by w.run_id, s.place
        """;

    // As for signals: arrivals count up in the order of the commits.
    private const string Lock = """
        select run_id from workflow_runs where run_id = any($1) and status = 'RUNNING' order by run_id
           for no key update
        """;

    private const string Deliver = $"""
        with hit as (
            select h.run_id, h.place, e.unique_key, e.payload, r.shard,
                   (select count(*) from run_inbox i
                     where i.run_id = h.run_id and i.kind = '{RunInbox.SignalKind}' and i.read_at is null) >= $6
                   and not exists (select from run_inbox i
                                    where i.run_id = h.run_id and i.kind = '{RunInbox.SignalKind}'
                                      and i.unique_key = e.unique_key) as is_full
              from unnest($1, $2) as h (run_id, place)
              join unnest($3, $4, $5) as e (place, unique_key, payload) on e.place = h.place
              join workflow_runs r on r.run_id = h.run_id and r.status = 'RUNNING'
             where exists (select from event_waits w where w.run_id = h.run_id)
        ), added as (
            insert into run_inbox (run_id, kind, unique_key, shard, payload)
            select run_id, '{RunInbox.SignalKind}', unique_key, shard, payload::json
              from hit where not is_full order by run_id, place
            on conflict do nothing
            returning run_id, unique_key
        )
        select h.run_id, h.shard, h.place, h.is_full
          from hit h
         where h.is_full or exists (select from added a where a.run_id = h.run_id and a.unique_key = h.unique_key)
        """;

    /// <summary>The ways in which open steps look at events of these types.</summary>
    public Task<List<EventLook>> LooksAsync(IReadOnlyList<string> types, int max, CancellationToken ct) =>
        Looks.ReadAsync(dataSource, types, max, ct);

    /// <summary>The runs behind the sights, by their id.</summary>
    public async Task<List<EventHit>> HitsAsync(IReadOnlyList<EventSight> sights, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Hits)
            .AddArray(sights, NpgsqlDbType.Integer, sight => sight.Place)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.Type)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.Key)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.Expected)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.OwnerId);
        var hits = new List<EventHit>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            hits.Add(new EventHit(reader.GetGuid(0), reader.GetInt32(1)));
        }

        return hits;
    }

    /// <summary>Adds events to inboxes, each once. May be done again.</summary>
    /// <param name="hits">Places are those in <paramref name="events"/>.</param>
    /// <param name="unreadMax">Signals that a run may have not taken in.</param>
    /// <returns>What is new, and what found no room.</returns>
    /// <exception cref="PostgresException">An event is refused; see <see cref="Transitions.Refusals"/>.</exception>
    public async Task<List<EventDelivery>> DeliverAsync(
        IReadOnlyList<EventHit> hits, IReadOnlyList<RoutedEvent> events, int unreadMax, CancellationToken ct)
    {
        int[] places = [.. hits.Select(hit => hit.Place).Distinct()];
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Lock).AddArray(hits, NpgsqlDbType.Uuid, hit => hit.RunId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Deliver)
            .AddArray(hits, NpgsqlDbType.Uuid, hit => hit.RunId)
            .AddArray(hits, NpgsqlDbType.Integer, hit => hit.Place)
            .AddArray(places, NpgsqlDbType.Integer, place => place)
            .AddArray(places, NpgsqlDbType.Text, place => events[place].UniqueKey)
            .AddArray(places, NpgsqlDbType.Text, place => events[place].CloudEvent.ToSql())
            .Add(unreadMax));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var deliveries = new List<EventDelivery>();
        while (await reader.ReadAsync(ct))
        {
            deliveries.Add(new EventDelivery(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetBoolean(3)));
        }

        return deliveries;
    }
}
