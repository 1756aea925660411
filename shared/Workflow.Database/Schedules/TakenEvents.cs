using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>The events that a schedule has taken, as a part of a transaction that has its row locked.</summary>
internal sealed class TakenEvents
{
    private const string Known = """
        select event_key from schedule_events where schedule_id = $1 and event_key = any($2)
        """;

    private const string Waiting = """
        select gathering, filter, correlated::text from schedule_events
         where schedule_id = $1 and decided_at is null order by arrival
        """;

    private const string Payloads = """
        select payload::text from schedule_events where gathering = $1 order by arrival
        """;

    private const string Hold = """
        insert into schedule_events (schedule_id, event_key, gathering, filter, correlated, payload)
        values ($1, $2, $3, $4, $5::json, $6::json)
        """;

    private const string Decide = """
        with decided as (
            update schedule_events set decided_at = now(), run_id = $6, payload = null where gathering = $3
        )
        insert into schedule_events (schedule_id, event_key, gathering, filter, correlated, run_id, decided_at)
        values ($1, $2, $3, $4, $5::json, $6, now())
        """;

    private readonly HashSet<string> _known = [];

    private TakenEvents(int needed) => Gatherings = new Gatherings(needed);

    public Gatherings Gatherings { get; }

    public bool Knows(string uniqueKey) => _known.Contains(uniqueKey);

    /// <param name="needed">Events that start a run together.</param>
    public static async Task<TakenEvents> ReadAsync(
        NpgsqlConnection connection, Guid scheduleId, int needed, IReadOnlyList<OfferedEvent> offered,
        CancellationToken ct)
    {
        var taken = new TakenEvents(needed);
        await using (var known = new NpgsqlCommand(Known, connection).Add(scheduleId)
            .AddArray(offered, NpgsqlDbType.Text, one => one.UniqueKey))
        {
            await using var reader = await known.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                taken._known.Add(reader.GetString(0));
            }
        }

        if (needed > 1)
        {
            await using var waiting = new NpgsqlCommand(Waiting, connection).Add(scheduleId);
            await using var reader = await waiting.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                taken.Gatherings.Hold(new HeldEvent(
                    reader.GetGuid(0), reader.GetInt32(1),
                    JsonSerializer.Deserialize(reader.GetString(2), TakenJson.Default.DictionaryStringString)!));
            }
        }

        return taken;
    }

    /// <summary>The input of the run that the event starts with those that have waited for it.</summary>
    public async Task<RawJson> InputAsync(
        NpgsqlConnection connection, OfferedEvent last, GatheringPlace place, CancellationToken ct)
    {
        if (!Gatherings.IsOpen(place.Gathering))
        {
            return RawJson.FromText($"[{last.CloudEvent}]");
        }

        var events = new List<string>();
        await using var command = new NpgsqlCommand(Payloads, connection).Add(place.Gathering);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            events.Add(reader.GetString(0));
        }

        return RawJson.FromText($"[{string.Join(',', events.Append(last.CloudEvent.ToString()))}]");
    }

    public async Task HoldAsync(
        NpgsqlConnection connection, Guid scheduleId, OfferedEvent offered, GatheringPlace place, CancellationToken ct)
    {
        await using var hold = Keep(Hold, connection, scheduleId, offered, place).Add(offered.CloudEvent.ToSql());
        await hold.ExecuteNonQueryAsync(ct);
        _known.Add(offered.UniqueKey);
        Gatherings.Hold(new HeldEvent(place.Gathering, place.Fit.Filter, place.Fit.Correlated));
    }

    /// <summary>Notes what became of a gathering that the event has completed.</summary>
    /// <param name="runId">Null when no run could be started.</param>
    public async Task DecideAsync(
        NpgsqlConnection connection, Guid scheduleId, OfferedEvent last, GatheringPlace place, Guid? runId,
        CancellationToken ct)
    {
        await using var decide = Keep(Decide, connection, scheduleId, last, place).Add(runId);
        await decide.ExecuteNonQueryAsync(ct);
        _known.Add(last.UniqueKey);
        Gatherings.Close(place.Gathering);
    }

    private static NpgsqlCommand Keep(
        string sql, NpgsqlConnection connection, Guid scheduleId, OfferedEvent offered, GatheringPlace place) =>
        new NpgsqlCommand(sql, connection)
            .Add(scheduleId).Add(offered.UniqueKey).Add(place.Gathering).Add(place.Fit.Filter)
            .Add(JsonSerializer.Serialize(
                new Dictionary<string, string>(place.Fit.Correlated), TakenJson.Default.DictionaryStringString));
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TakenJson : JsonSerializerContext;
