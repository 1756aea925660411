using System.Text;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Recovery;

/// <summary>Something that arrived for a run from outside.</summary>
/// <param name="UniqueKey">Makes a repeated delivery the same row: the task id of the waiting step for agent results
/// and child ends.</param>
public sealed record InboxRow(Guid RunId, string Kind, string UniqueKey, RawJson Payload)
{
    /// <summary>Counts up; of a row that was read.</summary>
    public long Arrival { get; init; }

    /// <summary>By the database's clock; of a row that was read.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>The inbox of runs: anybody may add to it, only the owner takes out.</summary>
public sealed class RunInbox(NpgsqlDataSource dataSource)
{
    public const string AgentResultKind = "agent_result";

    /// <summary>The end of a child that a step waits for, written by a trigger as the child ends.</summary>
    public const string ChildEndKind = "child_end";

    /// <summary>What an operator decided about a step; its key is <see cref="StepVerdict.KeyOf"/>.</summary>
    public const string OperatorKind = "operator";

    /// <summary>An event that somebody sent to the run.</summary>
    public const string SignalKind = "signal";

    // Only while the step is open: what comes for an ended one is a repetition and is dropped.
    private const string Add = """
        insert into run_inbox (run_id, kind, unique_key, shard, payload)
        select r.run_id, x.kind, x.unique_key, r.shard, x.payload::json
          from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as x (run_id, kind, unique_key, payload)
          join workflow_runs r on r.run_id = x.run_id and r.status = 'RUNNING'
         where exists (select from step_executions s
                        where s.run_id = r.run_id and s.task_id::text = x.unique_key and s.status = 'RUNNING')
         order by r.run_id
        on conflict do nothing
        returning run_id
        """;

    // A row can land just after its step or run has ended: the same result came twice, a child was not waited for to
    // its end, an operator was slower, a signal met the end. Each is looked up by its key: instead of "not exists", all
    // open runs would be read where the statistics tell of more rows than there are.
    private const string DropStale = """
        delete from run_inbox i
         where i.shard = any($1) and i.read_at is null and not i.is_seen
           and case when i.kind = 'signal' then (
                        select r.status in ('PENDING', 'RUNNING') from workflow_runs r
                         where r.run_id = i.run_id) is not true
                    when i.kind in ('agent_result', 'child_end', 'operator') then (
                        select true from step_executions s
                         where s.run_id = i.run_id and s.completed_at is null
                           and case when i.kind = 'operator'
                                    then s.attempt || '@' || s.iteration || '@' || s.step_path = i.unique_key
                                    else s.task_id::text = i.unique_key end
                         limit 1) is null
                    else false end
        """;

    private const string Unread = """
        select run_id, kind, unique_key, payload::text, arrival, received_at
          from run_inbox where run_id = any($1) and read_at is null
        """;

    /// <summary>Adds agent results. Returns the runs that got something new.</summary>
    public async Task<HashSet<Guid>> AddAsync(IReadOnlyList<InboxRow> rows, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Add)
            .AddArray(rows, NpgsqlDbType.Uuid, row => row.RunId)
            .AddArray(rows, NpgsqlDbType.Text, row => row.Kind)
            .AddArray(rows, NpgsqlDbType.Text, row => row.UniqueKey)
            .AddArray(rows, NpgsqlDbType.Text, row => row.Payload.ToSql());
        var added = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            added.Add(reader.GetGuid(0));
        }

        return added;
    }

    /// <summary>Deletes rows whose step or run has ended: nobody waits for them.</summary>
    public async Task DropStaleAsync(int[] shards, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = IndexOrder.Batch(connection, new NpgsqlBatchCommand(DropStale).Add(shards));
        await batch.ExecuteNonQueryAsync(ct);
    }

    public async Task<List<InboxRow>> UnreadAsync(Guid[] runIds, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Unread).Add(runIds);
        var rows = new List<InboxRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new InboxRow(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2),
                reader.IsDBNull(3) ? default : new RawJson(Encoding.UTF8.GetBytes(reader.GetString(3))))
            {
                Arrival = reader.GetInt64(4),
                ReceivedAt = reader.GetFieldValue<DateTimeOffset>(5),
            });
        }

        return rows;
    }
}
