using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Signals;

/// <summary>What became of a signal.</summary>
public enum SignalFate
{
    /// <summary>It is in the run's inbox.</summary>
    Kept,

    /// <summary>The same is there already, or was taken in before.</summary>
    Known,

    /// <summary>The run has as many signals that it has not taken in as it may.</summary>
    Full,

    /// <summary>The run has an end status.</summary>
    Ended,
}

/// <param name="Status">Of the run.</param>
/// <param name="Shard">Of the run.</param>
/// <param name="ReceivedAt">By the database's clock; null unless it is kept.</param>
public readonly record struct SignalReceipt(SignalFate Fate, RunStatus Status, int Shard, DateTimeOffset? ReceivedAt);

/// <summary>Adds events to the inboxes of open runs; only ever inserts (R4).</summary>
public sealed class SignalStore(NpgsqlDataSource dataSource)
{
    // The run's row is locked by a statement of its own: the next one sees who was faster, and arrivals count up in
    // the order of the commits.
    private const string Lock = """
        select status, shard from workflow_runs
         where run_id = $1 and owner_id = coalesce($2, owner_id)
           for no key update
        """;

    private const string Insert = $"""
        with run as (
            select run_id, shard from workflow_runs
             where run_id = $1 and owner_id = coalesce($2, owner_id) and status in ('PENDING', 'RUNNING')
        ), known as (
            select i.unique_key, i.read_at from run_inbox i join run using (run_id)
             where i.kind = '{RunInbox.SignalKind}'
        ), added as (
            insert into run_inbox (run_id, kind, unique_key, shard, payload)
            select run_id, '{RunInbox.SignalKind}', $3, shard, $4::json from run
             where (select count(*) from known where read_at is null) < $5
            on conflict do nothing
            returning received_at
        )
        select (select received_at from added), exists (select from known where unique_key = $3)
        """;

    private const string Owner = "select owner_id from workflow_runs where run_id = $1";

    /// <summary>Sends from one run to another of the same owner. May be done again: the key decides.</summary>
    /// <returns>Null when there is no such run of that owner.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<SignalReceipt?> SendFromAsync(
        Guid from, Guid to, string key, RawJson cloudEvent, int unreadMax, CancellationToken ct)
    {
        return await OwnerOfAsync(from, ct) is { } owner
            ? await SendAsync(owner, to, key, cloudEvent, unreadMax, ct)
            : null;
    }

    /// <summary>User whose run it is; null when there is no such run.</summary>
    public async Task<string?> OwnerOfAsync(Guid runId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Owner).Add(runId);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <param name="sees">Owner whose run it must be; null for anybody's.</param>
    /// <param name="key">See <see cref="ArrivedSignal"/>.</param>
    /// <param name="cloudEvent">A JSON object.</param>
    /// <param name="unreadMax">Signals that the run may have not taken in.</param>
    /// <returns>Null when there is no such run.</returns>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Transitions.Refusals"/>.</exception>
    public async Task<SignalReceipt?> SendAsync(
        string? sees, Guid runId, string key, RawJson cloudEvent, int unreadMax, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).Add(runId).Add(sees));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Insert).Add(runId).Add(sees).Add(key).Add(cloudEvent.ToSql()).Add(unreadMax));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var (status, shard) = (StatusText.ParseRun(reader.GetString(0)), reader.GetInt32(1));
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        DateTimeOffset? received = reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0);
        var fate = status.IsEnd() ? SignalFate.Ended
            : received is not null ? SignalFate.Kept
            : reader.GetBoolean(1) ? SignalFate.Known
            : SignalFate.Full;
        return new SignalReceipt(fate, status, shard, received);
    }
}
