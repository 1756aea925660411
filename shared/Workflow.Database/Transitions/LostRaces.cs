using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>Why a commit found no row: ours already (the acknowledgement was lost), ended, fenced, gone, or moved
/// on.</summary>
internal static class LostRaces
{
    private const string Look = """
        select c.run_id, r.status, r.revision, s.shard is not null as is_owner, r.started_at,
               r.owner_id, r.workflow_id, r.total_steps, r.outside_revisions, r.paused_at is not null,
               c.step_path is null or exists (
                    select from step_executions e
                     where e.run_id = c.run_id and e.step_path = c.step_path and e.iteration = c.iteration
                       and e.attempt = c.attempt and e.status = c.step_status)
          from unnest($1::uuid[], $2::int[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::text[])
               as c (run_id, shard, epoch, token, step_path, iteration, attempt, step_status)
          left join workflow_runs r on r.run_id = c.run_id
          left join shards s on s.shard = c.shard and s.epoch = c.epoch and s.token = c.token
        """;

    public static async Task<Dictionary<Guid, CommitResult>> TellApartAsync(
        NpgsqlConnection connection, IReadOnlyList<RunCommit> lost, CancellationToken ct)
    {
        var asked = lost.ToDictionary(commit => commit.RunId);
        var results = new Dictionary<Guid, CommitResult>();
        await using var command = new NpgsqlCommand(Look, connection)
            .AddArray(lost, NpgsqlDbType.Uuid, commit => commit.RunId)
            .AddArray(lost, NpgsqlDbType.Integer, commit => commit.Claim.Shard)
            .AddArray(lost, NpgsqlDbType.Bigint, commit => commit.Claim.Epoch)
            .AddArray(lost, NpgsqlDbType.Uuid, commit => commit.Claim.Token)
            .AddArray(lost, NpgsqlDbType.Text, commit => StepOf(commit)?.Key.Path)
            .AddArray(lost, NpgsqlDbType.Text, commit => StepOf(commit)?.Key.Iteration)
            .AddArray(lost, NpgsqlDbType.Integer, commit => StepOf(commit)?.Key.Attempt)
            .AddArray(lost, NpgsqlDbType.Text, commit => StepOf(commit)?.Status.ToSql());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var runId = reader.GetGuid(0);
            results[runId] = reader.IsDBNull(1) ? new CommitResult(CommitOutcome.Gone) : Of(asked[runId], reader);
        }

        return results;
    }

    private static CommitResult Of(RunCommit commit, NpgsqlDataReader reader)
    {
        var status = StatusText.ParseRun(reader.GetString(1));
        var (revision, outside) = (reader.GetInt64(2), reader.GetInt64(8));
        var isEndHeld = commit.To.IsEnd() && commit.From == RunStatus.Running && status == RunStatus.Running
            && revision - outside == commit.ToRevision;
        var outcome = Of(
            isEndHeld ? commit with { To = RunStatus.Running } : commit, status, revision - outside,
            reader.GetBoolean(3), reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
            reader.GetBoolean(10));
        return new CommitResult(
            outcome,
            Facts: CommitRuns.Facts(reader, 5),
            Mark: new CommitMark(
                revision, new PauseMark(reader.GetBoolean(9), outside),
                isEndHeld && outcome == CommitOutcome.Committed));
    }

    /// <summary>A step by which the commit can be known: the statement writes all of them or none.</summary>
    internal static StepRecord? StepOf(RunCommit commit) => commit.Steps.Count == 0 ? null : commit.Steps[^1];

    /// <param name="revision">Without those that others made.</param>
    /// <param name="hasStep">Whether <see cref="StepOf"/> is recorded as the commit has it.</param>
    internal static CommitOutcome Of(RunCommit commit, RunStatus status, long revision, bool isOwner,
        DateTimeOffset? startedAt, bool hasStep)
    {
        // Only the holder of the token brings a running run to this status and revision; who started it shows by the
        // time, which of its executors it was by the step.
        var isOurs = commit.IsRepeat && hasStep
            && status == commit.To && revision == commit.ToRevision && commit.To != RunStatus.Cancelled
            && (commit.From != RunStatus.Pending || IsSameMoment(startedAt, commit.StartedAt));
        if (isOurs && (isOwner || status.IsEnd()))
        {
            return CommitOutcome.Committed;
        }

        if (status.IsEnd())
        {
            return CommitOutcome.Ended;
        }

        return isOwner ? CommitOutcome.Moved : CommitOutcome.Fenced;
    }

    /// <summary>The database keeps microseconds, the process a tenth of one.</summary>
    private static bool IsSameMoment(DateTimeOffset? stored, DateTimeOffset? asked) =>
        stored is { } left && asked is { } right && (left - right).Duration() <= TimeSpan.FromMicroseconds(1);
}
