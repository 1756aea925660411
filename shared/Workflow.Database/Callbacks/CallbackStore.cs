using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Callbacks;

/// <summary>What became of a callback.</summary>
public enum CallbackFate
{
    /// <summary>It is kept for the run, or noted.</summary>
    Taken,

    /// <summary>The same answer came before.</summary>
    Repeated,

    /// <summary>Another answer came before.</summary>
    AnsweredOtherwise,

    /// <summary>The step or its run has ended, or is gone.</summary>
    Closed,
}

/// <param name="Shard">Of the run; null when there is no such run.</param>
/// <param name="Run">Status of the run; null when there is no such run.</param>
/// <param name="Step">Status of the step; null when there is no such step.</param>
/// <param name="AliveUntil">Until when the task stands as accepted; null when it does not, or is answered.</param>
public readonly record struct CallbackReceipt(
    CallbackFate Fate, int? Shard, RunStatus? Run, StepStatus? Step, DateTimeOffset? AliveUntil);

/// <summary>Takes what agents call back: answers go to the run's inbox, for as long as the step runs (R3,
/// R6).</summary>
public sealed class CallbackStore(NpgsqlDataSource dataSource)
{
    private const int TriesMax = 3;

    private const string Open = """
        found as (
            select s.run_id, s.step_path, s.iteration, s.attempt, s.agent_name, s.accepted_at, r.shard
              from step_executions s join workflow_runs r on r.run_id = s.run_id
             where s.run_id = $1 and s.task_id = $2 and s.status in ('RUNNING') and r.status in ('RUNNING')
               for no key update of s
        )
        """;

    // An answer may come before the bridge has noted the 202. Steps before accepted tasks before the inbox: the order
    // in which the journal writes them too.
    private const string Answer = $"""
        with {Open}, marked as (
            update step_executions e set accepted_at = now()
              from found f
             where f.accepted_at is null and e.run_id = f.run_id and e.step_path = f.step_path
               and e.iteration = f.iteration and e.attempt = f.attempt
        ), answered as (
            insert into accepted_tasks as a (run_id, task_id, step_path, iteration, attempt, agent_name, lifetime,
                                             alive_until, answered_at, answer_digest)
            select run_id, $2, step_path, iteration, attempt, agent_name, interval '0', now(), now(), $3 from found
            on conflict (run_id, task_id) do update
               set answered_at = now(), answer_digest = excluded.answer_digest
             where a.answered_at is null
            returning a.run_id
        ), kept as (
            insert into run_inbox (run_id, kind, unique_key, shard, payload)
            select f.run_id, '{RunInbox.AgentResultKind}', $2::text, f.shard, $4::json
              from found f join answered using (run_id)
            on conflict do nothing
        )
        select r.shard, r.status, s.status, exists (select from answered), exists (select from found), a.answer_digest
          from workflow_runs r
          left join step_executions s on s.run_id = r.run_id and s.task_id = $2
          left join accepted_tasks a on a.run_id = r.run_id and a.task_id = $2
         where r.run_id = $1
        """;

    private const string Extend = $"""
        with {Open}, extended as (
            update accepted_tasks a set alive_until = now() + a.lifetime
              from found f
             where a.run_id = f.run_id and a.task_id = $2 and a.answered_at is null
            returning a.alive_until
        )
        select r.shard, r.status, s.status, exists (select from found), a.answered_at is not null,
               (select alive_until from extended)
          from workflow_runs r
          left join step_executions s on s.run_id = r.run_id and s.task_id = $2
          left join accepted_tasks a on a.run_id = r.run_id and a.task_id = $2
         where r.run_id = $1
        """;

    /// <summary>Keeps an answer until the run takes it in.</summary>
    /// <param name="result">An <see cref="AgentResult"/>.</param>
    /// <param name="digest">Of what the agent sent, to know it again.</param>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Transitions.Refusals"/>.</exception>
    public async Task<CallbackReceipt> AnswerAsync(
        Guid runId, Guid taskId, byte[] digest, RawJson result, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            await using var command = dataSource.CreateCommand(Answer)
                .Add(runId).Add(taskId).Add(digest).Add(result.ToSql());
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct))
            {
                return new CallbackReceipt(CallbackFate.Closed, null, null, null, null);
            }

            var known = reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5);
            var (isTaken, isOpen) = (reader.GetBoolean(3), reader.GetBoolean(4));
            // The same came at this moment, and this statement has waited for it without seeing it.
            if (!isTaken && isOpen && known is null && tries < TriesMax)
            {
                continue;
            }

            var fate = isTaken ? CallbackFate.Taken
                : known is not null && known.AsSpan().SequenceEqual(digest) ? CallbackFate.Repeated
                : isOpen ? CallbackFate.AnsweredOtherwise
                : CallbackFate.Closed;
            return Receipt(reader, fate, null);
        }
    }

    /// <summary>Notes that the agent works on it.</summary>
    public async Task<CallbackReceipt> ExtendAsync(Guid runId, Guid taskId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Extend).Add(runId).Add(taskId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return new CallbackReceipt(CallbackFate.Closed, null, null, null, null);
        }

        var fate = !reader.GetBoolean(3) ? CallbackFate.Closed
            : reader.GetBoolean(4) ? CallbackFate.AnsweredOtherwise
            : CallbackFate.Taken;
        return Receipt(reader, fate, reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5));
    }

    private static CallbackReceipt Receipt(NpgsqlDataReader reader, CallbackFate fate, DateTimeOffset? aliveUntil) =>
        new(
            fate, reader.GetInt32(0), StatusText.ParseRun(reader.GetString(1)),
            reader.IsDBNull(2) ? null : StatusText.ParseStep(reader.GetString(2)), aliveUntil);
}
