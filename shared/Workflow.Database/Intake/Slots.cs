using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;

namespace Workflow.Database.Intake;

/// <summary>Concurrency keys at the time of the insert: how many open runs a key may have, waiting ones
/// included.</summary>
internal static class Slots
{
    private const int HoldersMax = 10;

    private const string Open = "status in ('PENDING', 'RUNNING')";

    private const string Lock = """
        select pg_advisory_xact_lock(hashtextextended(k.name, 0)) from unnest($1::text[]) as k (name)
        """;

    private static readonly string Holders = $$"""
        select {{CountSql("w", "w.open_max")}} >= w.open_max,
               array(select o.run_id from workflow_runs o
                      where o.owner_id = w.owner_id and o.concurrency_key = w.concurrency_key and o.{{Open}}
                      order by o.slot_at nulls last, o.run_id limit {{HoldersMax}}),
               {{InsertRuns.IsKnown}}
          from unnest($1::text[], $2::text[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::boolean[])
               with ordinality
               as w (owner_id, concurrency_key, open_max, workflow_id, version, agent, any_owner, place)
          {{InsertRuns.Targets}}
         order by w.place
        """;

    /// <summary>Open runs with the key of <paramref name="row"/>, counted up to a limit.</summary>
    public static string CountSql(string row, string limit) => $"""
        (select count(*) from (
            select from workflow_runs o
             where o.owner_id = {row}.owner_id and o.concurrency_key = {row}.concurrency_key and o.{Open}
             limit {limit}) as counted)
        """;

    /// <summary>Names of keys, in the order in which their locks are taken.</summary>
    public static string Name(string owner, string key) => $"{owner}\n{key}";

    /// <summary>Whether the insert must be alone with some keys: of starts that are refused at the limit, no more may
    /// be taken than it allows, however many come at once.</summary>
    public static bool Locks(IReadOnlyList<NewRun> runs) => runs.Any(IsRejecting);

    /// <summary>A statement of its own, so that the insert counts after the wait.</summary>
    public static void AddLock(NpgsqlBatch batch, IReadOnlyList<NewRun> runs)
    {
        if (Locks(runs))
        {
            var names = runs.Where(IsRejecting).Select(run => Name(run.OwnerId, run.Concurrency!.Key)).Distinct()
                .Order(StringComparer.Ordinal).ToList();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).AddArray(names, NpgsqlDbType.Text, name => name));
        }
    }

    /// <summary>How many open runs its key may have with it.</summary>
    public static int? OpenMax(NewRun run, int queueMax) => run.Concurrency is not { } concurrency ? null
        : concurrency.OnLimit == OnLimits.Reject ? concurrency.Limit : concurrency.Limit + queueMax;

    /// <summary>For each run, how many before it in the batch have its key.</summary>
    public static IReadOnlyList<int> Before(IReadOnlyList<NewRun> runs)
    {
        var counts = new Dictionary<(string, string), int>();
        var before = new int[runs.Count];
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Concurrency is { } concurrency)
            {
                var key = (runs[i].OwnerId, concurrency.Key);
                before[i] = counts.GetValueOrDefault(key);
                counts[key] = before[i] + 1;
            }
        }

        return before;
    }

    /// <summary>Tells runs that were not taken for want of a slot from those whose target is unknown.</summary>
    /// <returns>Places of those that would have a slot by now.</returns>
    public static async Task<List<int>> ExplainAsync(
        NpgsqlConnection connection, IReadOnlyList<NewRun> runs, IntakeOutcome[] outcomes, int queueMax,
        CancellationToken ct)
    {
        var places = Enumerable.Range(0, runs.Count)
            .Where(i => runs[i].Concurrency is not null && outcomes[i] is IntakeOutcome.UnknownTarget).ToList();
        var free = new List<int>();
        if (places.Count == 0)
        {
            return free;
        }

        await using var command = new NpgsqlCommand(Holders, connection)
            .AddArray(places, NpgsqlDbType.Text, i => runs[i].OwnerId)
            .AddArray(places, NpgsqlDbType.Text, i => runs[i].Concurrency!.Key)
            .AddArray(places, NpgsqlDbType.Integer, i => OpenMax(runs[i], queueMax))
            .AddArray(places, NpgsqlDbType.Uuid, i => runs[i].WorkflowId)
            .AddArray(places, NpgsqlDbType.Text, i => runs[i].Version)
            .AddArray(places, NpgsqlDbType.Text, i => runs[i].Agent)
            .AddArray(places, NpgsqlDbType.Boolean, i => runs[i].AnyOwner);
        await using var reader = await command.ExecuteReaderAsync(ct);
        foreach (var place in places)
        {
            await reader.ReadAsync(ct);
            var isKnown = reader.GetBoolean(2);
            if (reader.GetBoolean(0) || isKnown)
            {
                outcomes[place] = new IntakeOutcome.NoSlot(reader.GetFieldValue<Guid[]>(1));
            }

            if (isKnown && !reader.GetBoolean(0))
            {
                free.Add(place);
            }
        }

        return free;
    }

    private static bool IsRejecting(NewRun run) => run.Concurrency?.OnLimit == OnLimits.Reject;
}
