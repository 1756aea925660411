using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Recovery;

/// <summary>Counts, per run, the owners that died on it; the counting is committed before the run executes again
/// (R9).</summary>
public sealed class Quarantine(NpgsqlDataSource dataSource)
{
    private const string Count = """
        with s as (
            select shard from shards where shard = $1 and epoch = $2 and token = $3 for share
        ), executing as (
            select r.run_id from workflow_runs r join s on s.shard = r.shard
             where r.status = 'RUNNING' and r.wake_at is null and r.paused_at is null
             order by r.run_id limit $4 for no key update of r
        ), due as (
            select r.run_id from workflow_runs r join s on s.shard = r.shard
             where r.status = 'RUNNING' and r.wake_at <= now() and r.paused_at is null
             order by r.run_id limit $4 for no key update of r
        ), beginning as (
            select r.run_id from workflow_runs r join s on s.shard = r.shard
             where r.status = 'PENDING' and r.wake_at is null and r.paused_at is null
             order by r.run_id limit $5 for no key update of r
        ), suspect as (
            select run_id from executing union all select run_id from due union all select run_id from beginning
        )
        update workflow_runs r
           set recoveries = case when r.alone_epoch = $2 - 1 then r.recoveries + 1
                                 when r.revision - r.outside_revisions > r.recovered_revision then 1
                                 else greatest(r.recoveries, least(r.recoveries + 1, $6)) end,
               recovered_revision = r.revision - r.outside_revisions
          from suspect where suspect.run_id = r.run_id
        """;

    private const string MarkAlone = """
        update workflow_runs r set alone_epoch = s.epoch
          from shards s
         where r.run_id = $1 and r.status in ('PENDING', 'RUNNING') and r.shard = s.shard
           and s.shard = $2 and s.epoch = $3 and s.token = $4
        """;

    private const string Clear = """
        update workflow_runs r set alone_epoch = null, recoveries = 0
          from shards s
         where r.run_id = $1 and r.alone_epoch is not null and r.shard = s.shard
           and s.shard = $2 and s.epoch = $3 and s.token = $4
        """;

    private const string AloneBefore = "select alone_epoch = $2 - 1 from workflow_runs where run_id = $1";

    /// <summary>After an owner died: every open run that may have been executing in its memory is counted.</summary>
    /// <param name="running">At most so many RUNNING runs, the oldest first.</param>
    /// <param name="pending">At most so many that had committed nothing yet.</param>
    /// <param name="suspects">Deaths that make a suspect. Beyond it only those count that met the run alone: the others
    /// say nothing about it.</param>
    public async Task CountAsync(ShardClaim claim, int running, int pending, int suspects, CancellationToken ct)
    {
        await using var command = WithClaim(dataSource.CreateCommand(Count), claim)
            .Add(running).Add(pending).Add(suspects);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Notes that the run executes with nothing beside it. False when it is not ours or not open.</summary>
    public async Task<bool> MarkAloneAsync(Guid runId, ShardClaim claim, CancellationToken ct)
    {
        await using var command = WithClaim(dataSource.CreateCommand(MarkAlone).Add(runId), claim);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>The run was alone and nothing happened: it is innocent.</summary>
    public async Task ClearAsync(Guid runId, ShardClaim claim, CancellationToken ct)
    {
        await using var command = WithClaim(dataSource.CreateCommand(Clear).Add(runId), claim);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Whether the run was alone under the owner before <paramref name="claim"/>, so when that one
    /// died.</summary>
    public async Task<bool> WasAloneAsync(Guid runId, ShardClaim claim, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(AloneBefore).Add(runId).Add(claim.Epoch);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static NpgsqlCommand WithClaim(NpgsqlCommand command, ShardClaim claim) =>
        command.Add(claim.Shard).Add(claim.Epoch).Add(claim.Token);
}
