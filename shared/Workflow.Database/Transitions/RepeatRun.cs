using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Database.Webhooks;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A recorded attempt to copy.</summary>
/// <param name="From">Its key in the run before.</param>
/// <param name="To">Its key in the new run.</param>
/// <param name="IsOpen">Whether it goes on: copied as begun and not ended.</param>
public readonly record struct StepCopy(StepKey From, StepKey To, bool IsOpen);

/// <summary>A run to be made from one that has ended (R2). What is null is as in the run before.</summary>
/// <param name="Verb">One of <see cref="AuditVerb"/>.</param>
/// <param name="Statuses">End statuses that the run before may have.</param>
/// <param name="RunId">Of the new run.</param>
/// <param name="Shard">Of the new run.</param>
/// <param name="IsLatest">Runs the latest version of the workflow instead of the same one.</param>
/// <param name="Input">Empty for the same input.</param>
/// <param name="Labels">A JSON object of texts; empty for the same.</param>
/// <param name="IdempotencyKey">Unique per owner; null when the caller gave none.</param>
/// <param name="RequestHash">What has to be equal when the key comes again.</param>
/// <param name="Detail">For the audit log: a JSON object.</param>
public sealed record NewRepeat(
    string Verb, Guid From, IReadOnlyList<RunStatus> Statuses, Guid RunId, int Shard, IReadOnlyList<StepCopy> Steps,
    bool IsLatest, RawJson Input, RawJson Labels, string? BusinessKey, short? Priority, string? IdempotencyKey,
    byte[]? RequestHash, RawJson Detail);

/// <summary>A run that was made from another, now or by an earlier request with the same key.</summary>
/// <param name="InheritedSteps">Steps it was born with.</param>
/// <param name="IsNew">False when the key came before.</param>
/// <param name="RequestHash">Of the request that made it.</param>
public sealed record RepeatedRun(
    Guid RunId, int Shard, RunStatus Status, DateTimeOffset CreatedAt, int InheritedSteps, bool IsNew,
    byte[]? RequestHash);

/// <summary>Makes a new run from one that has ended, with the steps it inherits: one statement.</summary>
public sealed class RepeatRun(NpgsqlDataSource dataSource)
{
    // Metadata is text here: it is always an object, and jsonb would refuse what json takes.
    private static readonly string Insert = $$"""
        with source as (
            select r.* from workflow_runs r
             where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id) and r.status = any($3)
               for key share
        ), made as (
            insert into workflow_runs (
                run_id, workflow_id, workflow_version, workflow_name, owner_id, type, shard, priority, labels,
                business_key, plan, input_data, idempotency_key, request_hash, retried_from, total_steps, webhooks,
                concurrency_key, concurrency_limit, on_limit, wake_at)
            select $4, s.workflow_id, coalesce(v.version, s.workflow_version), coalesce(v.name, s.workflow_name),
                   s.owner_id, s.type, case when s.concurrency_key is null then $5 else s.shard end,
                   coalesce($6, s.priority), coalesce($7, s.labels),
                   coalesce($8, s.business_key), s.plan, case when $9 then $10 else s.input_data end, $11, $12,
                   s.run_id, coalesce(v.task_count, s.total_steps),
                   {{RunWebhooks.Sql("s.owner_id", "s.workflow_id", "w.given")}}, s.concurrency_key,
                   s.concurrency_limit, case when s.on_limit = 'reject' then 'queue' else s.on_limit end,
                   case when s.concurrency_key is not null then 'infinity'::timestamptz end
              from source s
              cross join lateral (
                select jsonb_agg(h) as given from jsonb_array_elements(s.webhooks) as h where not h ? 'id') w
              left join lateral (
                select d.name, v.version, v.task_count
                  from workflow_definitions d
                  join workflow_versions v on v.workflow_id = d.id and v.version = d.latest_version
                 where $13 and d.id = s.workflow_id) v on true
             where not $13 or v.version is not null
            on conflict do nothing
            returning run_id, shard, status, owner_id, created_at
        ), steps as (
            insert into step_executions (
                run_id, step_path, iteration, attempt, step_id, step_type, agent_name, tool_name, status, input_data,
                output_data, context_data, next_task, error, error_message, started_at, completed_at, began_revision,
                ended_revision, metadata)
            select m.run_id, e.step_path, x.to_iteration, x.to_attempt, e.step_id, e.step_type, e.agent_name,
                   e.tool_name, case when x.is_open then 'RUNNING' else e.status end, e.input_data,
                   case when not x.is_open then e.output_data end, case when not x.is_open then e.context_data end,
                   case when not x.is_open then e.next_task end, case when not x.is_open then e.error end,
                   case when not x.is_open then e.error_message end, e.started_at,
                   case when not x.is_open then e.completed_at end, 0, case when not x.is_open then 0 end,
                   (case when e.metadata::text like '{"inherited":true,%' then e.metadata::text
                         else '{"inherited":true,"inherited_from":"' || e.run_id || '"'
                              || case when e.metadata is null or e.metadata::text ~ '^\s*\{\s*\}\s*$' then '}'
                                      else ',' || substr(ltrim(e.metadata::text), 2) end end)::json
              from made m
              cross join unnest($14, $15, $16, $17, $18, $19)
                   as x (path, iteration, attempt, to_iteration, to_attempt, is_open)
              join step_executions e on e.run_id = $1 and e.step_path = x.path and e.iteration = x.iteration
               and e.attempt = x.attempt
            returning 1
        ), audited as (
            insert into audit_log (who, verb, run_id, owner_id, detail, request_id)
            select $20, $21, x.run_id, m.owner_id, x.detail, $22
              from made m
              cross join lateral (values
                ($1, json_build_object('asked', $23::json, 'made', m.run_id)),
                (m.run_id, json_build_object('asked', $23::json, 'retried_from', $1))) as x (run_id, detail)
        )
        select m.run_id, m.shard, m.status, m.created_at, (select count(*) from steps)::integer, true, $12 from made m
        """;

    private const string Winner = """
        select r.run_id, r.shard, r.status, r.created_at,
               (select count(*) from step_executions e
                 where e.run_id = r.run_id and e.metadata::text like '{"inherited":true,%')::integer,
               false, r.request_hash
          from workflow_runs s
          join workflow_runs r on r.owner_id = s.owner_id and r.idempotency_key = $3
         where s.run_id = $1 and s.owner_id = coalesce($2, s.owner_id) and r.run_id <> $4
        """;

    /// <param name="sees">Owner whose run it must be; null for anybody's.</param>
    /// <returns>The new run, or the one that the key stands for; null when the run before is not there, not ended so,
    /// or its workflow has no latest version any more.</returns>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Refusals"/>.</exception>
    public async Task<RepeatedRun?> RunAsync(string? sees, NewRepeat repeat, Actor by, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(InsertCommand(sees, repeat, by));
        if (repeat.IdempotencyKey is { } key)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(Winner).Add(repeat.From).Add(sees).Add(key).Add(repeat.RunId));
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        do
        {
            if (await reader.ReadAsync(ct))
            {
                return new RepeatedRun(
                    reader.GetGuid(0), reader.GetInt32(1), StatusText.ParseRun(reader.GetString(2)),
                    reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4), reader.GetBoolean(5),
                    reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6));
            }
        }
        while (await reader.NextResultAsync(ct));
        return null;
    }

    private static NpgsqlBatchCommand InsertCommand(string? sees, NewRepeat repeat, Actor by)
    {
        var command = new NpgsqlBatchCommand(Insert)
            .Add(repeat.From).Add(sees).Add(repeat.Statuses.Select(status => status.ToSql()).ToArray())
            .Add(repeat.RunId).Add(repeat.Shard).Add(repeat.Priority);
        command.Parameters.Add(Json(repeat.Labels, NpgsqlDbType.Jsonb));
        command.Add(repeat.BusinessKey).Add(!repeat.Input.IsEmpty);
        command.Parameters.Add(Json(repeat.Input, NpgsqlDbType.Json));
        return command
            .Add(repeat.IdempotencyKey).Add(repeat.RequestHash).Add(repeat.IsLatest)
            .AddArray(repeat.Steps, NpgsqlDbType.Text, step => step.From.Path)
            .AddArray(repeat.Steps, NpgsqlDbType.Text, step => step.From.Iteration)
            .AddArray(repeat.Steps, NpgsqlDbType.Integer, step => step.From.Attempt)
            .AddArray(repeat.Steps, NpgsqlDbType.Text, step => step.To.Iteration)
            .AddArray(repeat.Steps, NpgsqlDbType.Integer, step => step.To.Attempt)
            .AddArray(repeat.Steps, NpgsqlDbType.Boolean, step => step.IsOpen)
            .Add(by.Who).Add(repeat.Verb).Add(by.RequestId).Add(repeat.Detail.ToString());
    }

    private static NpgsqlParameter Json(RawJson json, NpgsqlDbType type) => new()
    {
        Value = json.IsEmpty ? DBNull.Value : json.Utf8,
        NpgsqlDbType = type,
    };
}
