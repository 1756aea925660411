using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Recovery;

/// <summary>A run the owner has to look after.</summary>
public readonly record struct OpenRun(Guid RunId, int Shard, RunStatus Status, int Recoveries);

/// <summary>Which runs of owned shards want attention: after a take-over, by the clock, or because no message
/// came.</summary>
public sealed class OpenRuns(NpgsqlDataSource dataSource)
{
    private const string Columns = "r.run_id, r.shard, r.status, r.recoveries";

    private const string Unparked = $"""
        select {Columns} from workflow_runs r
         where r.shard = $1 and r.status = 'RUNNING' and r.wake_at is null and r.paused_at is null
        union all
        select {Columns} from workflow_runs r
         where r.shard = $1 and r.status = 'RUNNING' and r.wake_at <= now() and r.paused_at is null
         order by 1
        """;

    // No index has these alone: those of running runs hold parked ones too, those of ready runs a backlog. Whichever is
    // shorter is read, or both are laid over each other.
    private const string Orphans = $"""
        select {Columns} from workflow_runs r
         where r.shard = any($1) and r.status = 'RUNNING' and r.wake_at is null and r.paused_at is null
           and r.run_id <> all($2)
         order by r.priority desc, r.run_id limit $3
        """;

    private const string Suspects = $"""
        select {Columns} from workflow_runs r
         where r.shard = $1 and r.status in ('PENDING', 'RUNNING') and r.wake_at is null and r.paused_at is null
           and r.recoveries >= $2
        union all
        select {Columns} from workflow_runs r
         where r.shard = $1 and r.status = 'RUNNING' and r.wake_at <= now() and r.paused_at is null
           and r.recoveries >= $2
         order by 1 limit $3
        """;

    private const string Due = $"""
        select {Columns} from unnest($1::int[]) as c (shard)
          cross join lateral (
            select * from workflow_runs r
             where r.shard = c.shard and r.status = 'RUNNING' and r.wake_at <= now() and r.paused_at is null
             order by r.wake_at limit $2) r
         order by r.wake_at limit $2
        """;

    // The limit says that the run of a row is looked up, not found among all that run.
    private const string WithUnreadInbox = $"""
        select distinct {Columns} from run_inbox i
          cross join lateral (select * from workflow_runs r where r.run_id = i.run_id limit 1) r
         where i.shard = any($1) and i.read_at is null and not i.is_seen and r.status = 'RUNNING'
           and (i.kind <> 'signal' or r.paused_at is null)
         limit $2
        """;

    private const string Unseen = $"""
        select {Columns} from unnest($1::int[], $2::timestamptz[]) as c (shard, before)
          cross join lateral (
            select * from workflow_runs r
             where r.shard = c.shard and r.status = 'PENDING' and r.wake_at is null and r.paused_at is null
               and r.created_at < c.before
             order by r.priority desc, r.run_id limit $3) r
        """;

    private const string Ended = $"""
        select {Columns} from workflow_runs r
         where r.run_id = any($1) and r.status in ('COMPLETED', 'FAILED', 'CANCELLED')
        """;

    // Each child's parent and step are looked up by their keys: a join would be read from the other side where the
    // statistics make that look short. Ranges instead of equality, and the order: only the index of awaited children
    // has it.
    private const string Abandoned = $"""
        select {Columns} from unnest($1::int[]) as c (shard)
          cross join lateral (
            select * from workflow_runs r
             where r.shard >= c.shard and r.shard <= c.shard
               and r.parent_task_id is not null and r.status in ('PENDING', 'RUNNING')
               and ((select p.status = 'RUNNING' from workflow_runs p where p.run_id = r.parent_run_id)
                    and (select true from step_executions s
                          where s.run_id = r.parent_run_id and s.task_id = r.parent_task_id and s.status = 'RUNNING'
                          limit 1)) is not true
             order by r.shard limit $2) r
         limit $2
        """;

    // The owners are found by going from one to the next in the index, so that somebody's ten thousand runs do not
    // stand before the ten of another. Each gives about as many as the page needs; who has more comes with the next
    // page. Ranges instead of equality, and the longer order: only the index of backlogs has that order.
    private const string Backlog = $"""
        with recursive top as (
            select max(r.priority) as priority
              from unnest($1::int[]) as c (shard)
              cross join lateral (
                select r.priority from workflow_runs r
                 where r.shard = c.shard and {Ready} order by r.priority desc limit 1) r
        ), owners as (
            select c.shard, r.owner_id, 1 as place
              from unnest($1::int[]) as c (shard)
              cross join lateral (
                select r.owner_id from workflow_runs r
                 where r.shard = c.shard and r.priority = (select priority from top) and {Ready}
                 order by r.owner_id, r.run_id limit 1) r
            union all
            select o.shard, r.owner_id, o.place + 1
              from owners o
              cross join lateral (
                select r.owner_id from workflow_runs r
                 where r.shard = o.shard and r.priority = (select priority from top) and r.owner_id > o.owner_id
                   and {Ready}
                 order by r.owner_id, r.run_id limit 1) r
             where o.place < $3
        ), each as (
            select 1 + 2 * $3 / greatest(count(*), 1) as runs from owners
        )
        select {Columns} from (
            select r.*, row_number() over (partition by r.owner_id order by r.run_id) as turn
              from owners o
              cross join lateral (
                select * from workflow_runs r
                 where r.shard = o.shard and r.priority = (select priority from top)
                   and r.owner_id >= o.owner_id and r.owner_id <= o.owner_id and {Ready}
                 order by r.owner_id, r.run_id limit (select runs from each)) r) r
         order by r.turn, r.run_id limit $3
        """;

    private const string Ready =
        "r.status = 'PENDING' and r.wake_at is null and r.paused_at is null and r.run_id <> all($2)";

    /// <summary>Runs of one shard that were executing under the owner before.</summary>
    public Task<List<OpenRun>> UnparkedAsync(int shard, CancellationToken ct) =>
        ReadAsync(dataSource.CreateCommand(Unparked).Add(shard), ct);

    /// <summary>Runs that ought to be in their owner's memory and are not.</summary>
    public Task<List<OpenRun>> OrphansAsync(int[] shards, Guid[] known, int limit, CancellationToken ct) =>
        ReadAsync(IndexOrder.Choice(), new NpgsqlBatchCommand(Orphans).Add(shards).Add(known).Add(limit), ct);

    /// <summary>Open runs of one shard on which that many owners died without progress.</summary>
    public Task<List<OpenRun>> SuspectsAsync(int shard, int recoveries, int limit, CancellationToken ct) =>
        ReadAsync(dataSource.CreateCommand(Suspects).Add(shard).Add(recoveries).Add(limit), ct);

    /// <summary>Parked runs whose time has come.</summary>
    public Task<List<OpenRun>> DueAsync(int[] shards, int limit, CancellationToken ct) =>
        ReadInOrderAsync(new NpgsqlBatchCommand(Due).Add(shards).Add(limit), ct);

    /// <summary>Runs for which something arrived that they have not taken in.</summary>
    public Task<List<OpenRun>> WithUnreadInboxAsync(int[] shards, int limit, CancellationToken ct) =>
        ReadInOrderAsync(new NpgsqlBatchCommand(WithUnreadInbox).Add(shards).Add(limit), ct);

    /// <summary>The sweep: PENDING runs that are older than anything their partition still has to say about
    /// them.</summary>
    public Task<List<OpenRun>> UnseenAsync(
        IReadOnlyList<KeyValuePair<int, DateTimeOffset>> before, int limitPerShard, CancellationToken ct) =>
        ReadInOrderAsync(
            new NpgsqlBatchCommand(Unseen)
                .AddArray(before, NpgsqlDbType.Integer, pair => pair.Key)
                .AddArray(before, NpgsqlDbType.TimestampTz, pair => pair.Value.UtcDateTime)
                .Add(limitPerShard),
            ct);

    /// <summary>Those of the runs that have an end status by now.</summary>
    public Task<List<OpenRun>> EndedAsync(Guid[] runIds, CancellationToken ct) =>
        ReadAsync(dataSource.CreateCommand(Ended).Add(runIds), ct);

    /// <summary>Open children whose waiting step, or its run, has ended.</summary>
    public Task<List<OpenRun>> AbandonedAsync(int[] shards, int limit, CancellationToken ct) =>
        ReadInOrderAsync(new NpgsqlBatchCommand(Abandoned).Add(shards).Add(limit), ct);

    /// <summary>The next page of a backlog: of the highest priority that waits, fair turns of the owners, then
    /// age.</summary>
    /// <param name="known">Runs that are in memory already.</param>
    public Task<List<OpenRun>> BacklogAsync(int[] shards, Guid[] known, int limit, CancellationToken ct) =>
        ReadInOrderAsync(new NpgsqlBatchCommand(Backlog).Add(shards).Add(known).Add(limit), ct);

    private Task<List<OpenRun>> ReadInOrderAsync(NpgsqlBatchCommand command, CancellationToken ct) =>
        ReadAsync(IndexOrder.Settings(), command, ct);

    private async Task<List<OpenRun>> ReadAsync(
        NpgsqlBatchCommand settings, NpgsqlBatchCommand command, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(settings);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await ReadAsync(reader, ct);
    }

    private static async Task<List<OpenRun>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var disposed = command;
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await ReadAsync(reader, ct);
    }

    private static async Task<List<OpenRun>> ReadAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var runs = new List<OpenRun>();
        while (await reader.ReadAsync(ct))
        {
            runs.Add(new OpenRun(
                reader.GetGuid(0), reader.GetInt32(1), StatusText.ParseRun(reader.GetString(2)), reader.GetInt32(3)));
        }

        return runs;
    }
}
