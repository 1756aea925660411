using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Database.Webhooks;
using Workflow.Model;

namespace Workflow.Database.Intake;

/// <summary>The statements that make runs: all rows of a batch in one round trip and one implicit
/// transaction.</summary>
internal static class InsertRuns
{
    /// <summary>Joins what a row w of starts is for: a version v of a definition d, or an agent a.</summary>
    public const string Targets = """
        left join workflow_definitions d on d.id = w.workflow_id and (d.owner_id = w.owner_id or w.any_owner)
        left join workflow_versions v on v.workflow_id = d.id and v.version = coalesce(w.version, d.latest_version)
        left join agents a on a.name = w.agent and (a.owner_id = w.owner_id or a.shared or w.any_owner)
                          and a.enabled and a.deleted_at is null
        """;

    /// <summary>Whether <see cref="Targets"/> found it.</summary>
    public const string IsKnown = "(v.version is not null or a.name is not null)";

    // Sorted by owner and key, so that two batches with the same keys wait for each other in one order. The limit keeps
    // none out: without it the statement would be planned anew for each lone start.
    private static readonly string Insert = $$"""
        insert into workflow_runs (run_id, workflow_id, workflow_version, workflow_name, owner_id, type, shard,
                                   priority, labels, business_key, plan, input_data, idempotency_key, request_hash,
                                   total_steps, start_at, wake_at, queue_deadline, webhooks, concurrency_key,
                                   concurrency_limit, on_limit)
        select w.run_id, d.id, v.version, coalesce(d.name, a.name), w.owner_id, w.type, w.shard, w.priority,
               coalesce(w.labels, '{}'), w.business_key, w.plan, w.input_data, w.idempotency_key, w.request_hash,
               coalesce(v.task_count, 1), w.start_at,
               case when w.start_at > now() then w.start_at
                    when w.concurrency_key is not null then 'infinity' end,
               greatest(w.start_at, now()) + make_interval(secs => w.queue_timeout),
               {{RunWebhooks.Sql("w.owner_id", "d.id", "w.webhook")}}, w.concurrency_key, w.concurrency_limit,
               w.on_limit
          from (select *
                  from unnest($1::workflow_new_run_1[]) with ordinality
                       as w(run_id, workflow_id, owner_id, shard, input_data, idempotency_key, request_hash, type,
                            version, agent, plan, labels, business_key, priority, start_at, queue_timeout, any_owner,
                            webhook, concurrency_key, concurrency_limit, on_limit, open_max, open_before, place)
                 limit cardinality($1)) w
          {{Targets}}
         where {{IsKnown}}
           and (w.concurrency_key is null or w.open_before + {{Slots.CountSql("w", "w.open_max")}} < w.open_max)
         order by w.owner_id, w.idempotency_key, w.place
        on conflict do nothing
        returning run_id, workflow_name, workflow_version, created_at, wake_at is not null
        """;

    private const string Winners = """
        select r.owner_id, r.idempotency_key, r.run_id, r.workflow_id, r.type, r.workflow_name, r.status, r.output_data,
               r.error_message, r.request_hash, r.created_at
          from unnest($1, $2) as w(owner_id, idempotency_key)
          join workflow_runs r on r.owner_id = w.owner_id and r.idempotency_key = w.idempotency_key
        """;

    // After a lost connection the first try may have been committed.
    private const string Mine = """
        select run_id, workflow_name, workflow_version, created_at, wake_at is not null
          from workflow_runs where run_id = any($1)
        """;

    /// <param name="again">Whether the same rows may have been committed by an earlier try.</param>
    /// <returns>One outcome per run, in order.</returns>
    public static Task<IntakeOutcome[]> ExecuteAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<NewRun> runs, bool again, IntakeOptions options,
        CancellationToken ct) =>
        RowTypes.WriteAsync(dataSource, () => WriteAsync(dataSource, runs, again, options, ct), ct);

    private static async Task<IntakeOutcome[]> WriteAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<NewRun> runs, bool again, IntakeOptions options,
        CancellationToken ct)
    {
        var (outcomes, free) = await ExecuteOnceAsync(dataSource, runs, again, options, ct);
        foreach (var place in free)
        {
            // Its slot was that of a run that has ended since, or that stood before it in the batch and was not taken
            // either. The others are committed: what fails now is this one alone, and it stays without a slot.
            try
            {
                outcomes[place] = (await ExecuteOnceAsync(dataSource, [runs[place]], again, options, ct)).Outcomes[0];
            }
            catch (NpgsqlException)
            {
                return outcomes;
            }
        }

        return outcomes;
    }

    private static async Task<(IntakeOutcome[] Outcomes, List<int> Free)> ExecuteOnceAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<NewRun> runs, bool again, IntakeOptions options,
        CancellationToken ct)
    {
        using var rows = NewRunRows.Of(runs, options.ConcurrencyQueueMax);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection) 
        {
            Timeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds),
        };
        Slots.AddLock(batch, runs);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert).AddRows(rows));
        if (again)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Mine).AddArray(runs, NpgsqlDbType.Uuid, run => run.RunId));
        }

        var keyed = runs.Where(run => run.IdempotencyKey is not null).ToList();
        if (keyed.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Winners)
                .AddArray(keyed, NpgsqlDbType.Text, run => run.OwnerId)
                .AddArray(keyed, NpgsqlDbType.Text, run => run.IdempotencyKey));
        }

        // Its texts are few: each connection parses and plans them once.
        await batch.PrepareAsync(ct);
        var asked = runs.ToDictionary(run => run.RunId);
        var accepted = new Dictionary<Guid, AcceptedRun>(runs.Count);
        var winners = new Dictionary<(string Owner, string Key), FirstRun>(keyed.Count);
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            if (Slots.Locks(runs))
            {
                await reader.NextResultAsync(ct);
            }

            await ReadAcceptedAsync(reader, asked, accepted, ct);
            if (again && await reader.NextResultAsync(ct))
            {
                await ReadAcceptedAsync(reader, asked, accepted, ct);
            }

            if (keyed.Count > 0 && await reader.NextResultAsync(ct))
            {
                await ReadWinnersAsync(reader, winners, ct);
            }
        }

        IntakeOutcome[] outcomes = [.. runs.Select(run => OutcomeOf(run, accepted, winners))];
        return (
            outcomes, await Slots.ExplainAsync(connection, runs, outcomes, options.ConcurrencyQueueMax, ct));
    }

    private static IntakeOutcome OutcomeOf(
        NewRun run, Dictionary<Guid, AcceptedRun> accepted, Dictionary<(string, string), FirstRun> winners)
    {
        if (accepted.TryGetValue(run.RunId, out var row))
        {
            return new IntakeOutcome.Accepted(row);
        }

        if (run.IdempotencyKey is null || !winners.TryGetValue((run.OwnerId, run.IdempotencyKey), out var first))
        {
            return new IntakeOutcome.UnknownTarget();
        }

        return first.RequestHash.AsSpan().SequenceEqual(run.RequestHash)
            ? new IntakeOutcome.Repeated(first)
            : new IntakeOutcome.KeyTaken(first);
    }

    private static async Task ReadAcceptedAsync(
        NpgsqlDataReader reader, Dictionary<Guid, NewRun> asked, Dictionary<Guid, AcceptedRun> accepted,
        CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var run = asked[reader.GetGuid(0)];
            accepted[run.RunId] = new AcceptedRun(
                run, reader.GetString(1), reader.TextOrNull(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetBoolean(4));
        }
    }

    private static async Task ReadWinnersAsync(
        NpgsqlDataReader reader, Dictionary<(string, string), FirstRun> winners, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            winners[(reader.GetString(0), reader.GetString(1))] = new FirstRun(
                reader.GetGuid(2),
                reader.IsDBNull(3) ? null : reader.GetGuid(3),
                reader.GetString(4),
                reader.GetString(5),
                StatusText.ParseRun(reader.GetString(6)),
                reader.JsonOrEmpty(7),
                reader.TextOrNull(8),
                reader.IsDBNull(9) ? null : reader.GetFieldValue<byte[]>(9),
                reader.GetFieldValue<DateTimeOffset>(10));
        }
    }
}
