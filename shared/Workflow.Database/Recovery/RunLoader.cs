using System.Text;
using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Recovery;

/// <summary>Reads runs whole: definition, input, recorded steps, unread inbox.</summary>
public sealed class RunLoader(NpgsqlDataSource dataSource) : IRunLoader
{
    // The limit says that a parent is looked up, not found among all runs.
    private const string Runs = """
        select r.run_id, r.shard, r.status, r.revision - r.outside_revisions, coalesce(r.plan, v.document)::text,
               r.input_data::text, r.created_at, r.started_at, r.recoveries, p.run_id, p.shard,
               r.paused_at is not null, r.outside_revisions,
               r.status = 'PENDING' and (r.paused_at is not null or coalesce(r.wake_at > now(), false)
                                         or coalesce(r.queue_deadline <= now(), false)),
               r.status = 'PENDING' and coalesce(r.wake_at = 'infinity', false)
          from workflow_runs r
          left join workflow_versions v on v.workflow_id = r.workflow_id and v.version = r.workflow_version
          left join lateral (
            select * from workflow_runs p
             where p.run_id = r.parent_run_id and r.parent_task_id is not null limit 1) p on true
         where r.run_id = any($1)
        """;

    private const string Steps = """
        select run_id, step_path, iteration, attempt, step_id, step_type, agent_name, tool_name, task_id, status,
               input_data::text, output_data::text, context_data::text, next_task, error::text, error_message,
               started_at, completed_at, metadata::text, checkpoint::text
          from step_executions where run_id = any($1) and parent_task_id is null
        """;

    private const string Inbox = """
        select run_id, unique_key, payload::text, kind = 'signal', arrival, received_at
          from run_inbox where run_id = any($1) and read_at is null
        """;

    private const string Accepted = "select run_id, task_id, alive_until from accepted_tasks where run_id = any($1)";

    /// <summary>The runs that exist among <paramref name="runIds"/>.</summary>
    /// <remarks>Each statement sees what is committed when it begins. The revision is read first: whoever goes on from
    /// steps that are newer than it loses the race of its first commit, and loads again.</remarks>
    public async Task<IReadOnlyList<LoadedRun>> LoadAsync(Guid[] runIds, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexOrder.Settings());
        foreach (var text in new[] { Runs, Steps, Inbox, Accepted })
        {
            var command = new NpgsqlBatchCommand(text);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = runIds });
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var runs = new List<LoadedRun>();
        while (await reader.ReadAsync(ct))
        {
            runs.Add(ReadRun(reader));
        }

        await reader.NextResultAsync(ct);
        var steps = await ReadStepsAsync(reader, ct);
        await reader.NextResultAsync(ct);
        var inbox = await ReadInboxAsync(reader, ct);
        await reader.NextResultAsync(ct);
        var accepted = await ReadAcceptedAsync(reader, ct);
        return runs.ConvertAll(run => run with
        {
            Steps = [.. steps[run.RunId]],
            Inbox = inbox[run.RunId].Where(row => !row.IsSignal)
                .ToDictionary(row => row.Row.Key, row => row.Row.Event),
            Signals = [.. inbox[run.RunId].Where(row => row.IsSignal).Select(row => row.Row)],
            Accepted = accepted[run.RunId].ToDictionary(task => task.TaskId, task => task.Until),
        });
    }

    private static LoadedRun ReadRun(NpgsqlDataReader reader) => new()
    {
        RunId = reader.GetGuid(0),
        Shard = reader.GetInt32(1),
        Status = StatusText.ParseRun(reader.GetString(2)),
        Revision = reader.GetInt64(3),
        Plan = Json(reader, 4),
        Input = Json(reader, 5),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(6),
        StartedAt = Time(reader, 7),
        Recoveries = reader.GetInt32(8),
        Parent = reader.IsDBNull(9) ? null : new ParentRun(reader.GetGuid(9), reader.GetInt32(10)),
        Pause = new PauseMark(reader.GetBoolean(11), reader.GetInt64(12)),
        IsHeldBack = reader.GetBoolean(13),
        WantsSlot = reader.GetBoolean(14),
    };

    private static async Task<ILookup<Guid, StepRecord>> ReadStepsAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var rows = new List<(Guid RunId, StepRecord Step)>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetGuid(0), new StepRecord
            {
                Key = new StepKey(reader.GetString(1), reader.GetString(2), reader.GetInt32(3)),
                StepId = reader.GetString(4),
                StepType = reader.GetString(5),
                AgentName = Text(reader, 6),
                ToolName = Text(reader, 7),
                TaskId = reader.IsDBNull(8) ? null : reader.GetGuid(8),
                Status = StatusText.ParseStep(reader.GetString(9)),
                Input = Json(reader, 10),
                Output = Json(reader, 11),
                Context = Json(reader, 12),
                Next = Text(reader, 13),
                Error = Json(reader, 14),
                ErrorMessage = Text(reader, 15),
                StartedAt = reader.GetFieldValue<DateTimeOffset>(16),
                CompletedAt = Time(reader, 17),
                Metadata = Json(reader, 18),
                Checkpoint = Json(reader, 19),
            }));
        }

        return rows.ToLookup(row => row.RunId, row => row.Step);
    }

    private static async Task<ILookup<Guid, UnreadRow>> ReadInboxAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var rows = new List<(Guid RunId, UnreadRow Row)>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetGuid(0), new UnreadRow(reader.GetBoolean(3), new ArrivedSignal(
                reader.GetString(1), reader.GetInt64(4), reader.GetFieldValue<DateTimeOffset>(5), Json(reader, 2)))));
        }

        return rows.ToLookup(row => row.RunId, row => row.Row);
    }

    private static async Task<ILookup<Guid, (Guid TaskId, DateTimeOffset Until)>> ReadAcceptedAsync(
        NpgsqlDataReader reader, CancellationToken ct)
    {
        var rows = new List<(Guid RunId, Guid TaskId, DateTimeOffset Until)>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return rows.ToLookup(row => row.RunId, row => (row.TaskId, row.Until));
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static RawJson Json(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? default : new RawJson(Encoding.UTF8.GetBytes(reader.GetString(column)));

    /// <param name="Row">Of a row that is no signal, its key and payload alone matter.</param>
    private readonly record struct UnreadRow(bool IsSignal, ArrivedSignal Row);
}
