using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Schema;
using Workflow.Database.Sql;

namespace Workflow.Database.Queries;

/// <summary>Looks up rows by their ids. Whoever asks while all connections are busy shares the next statement with all
/// others that wait; a statement never answers a question that came after it began. Thread-safe.</summary>
/// <param name="few">As <see cref="Connections.ForLookups"/> describes it: its size is how many statements are under
/// way at a time.</param>
/// <param name="sql">Takes an array of ids.</param>
/// <param name="read">A row of its answer.</param>
/// <param name="idOf">The id that the row was asked for by.</param>
/// <param name="ownerOf">Who may see the row (R10).</param>
internal sealed class Lookups<T>(
    NpgsqlDataSource few, string sql, Func<NpgsqlDataReader, T> read, Func<T, Guid> idOf, Func<T, string> ownerOf)
    where T : class
{
    /// <summary>Most rows of one statement: they may be large.</summary>
    private const int RowsMax = 64;

    private readonly Lock _gate = new();
    private Group? _waiting;

    /// <param name="sees">Owner whose row it must be; null for everybody's.</param>
    /// <returns>Null when there is no such row.</returns>
    public async Task<T?> FindAsync(string? sees, Guid id, CancellationToken ct)
    {
        var group = Join(id, out var isFirst);
        if (isFirst)
        {
            _ = ReadAsync(group);
        }

        var row = (await group.Rows.Task.WaitAsync(ct)).GetValueOrDefault(id);
        return row is not null && (sees is null || ownerOf(row) == sees) ? row : null;
    }

    private Group Join(Guid id, out bool isFirst)
    {
        lock (_gate)
        {
            isFirst = _waiting is null;
            var group = _waiting ??= new Group();
            group.Ids.Add(id);
            if (group.Ids.Count == RowsMax)
            {
                _waiting = null;
            }

            return group;
        }
    }

    private async Task ReadAsync(Group group)
    {
        try
        {
            await using var connection = await few.OpenConnectionAsync();
            Close(group);
            group.Rows.SetResult(await RowsAsync(connection, group.Ids));
        }
        catch (Exception error)
        {
            // Each of those who asked is told.
            Close(group);
            group.Rows.TrySetException(error);
        }
    }

    /// <summary>Who comes from now on is not of this group.</summary>
    private void Close(Group group)
    {
        lock (_gate)
        {
            if (_waiting == group)
            {
                _waiting = null;
            }
        }
    }

    private async Task<Dictionary<Guid, T>> RowsAsync(NpgsqlConnection connection, List<Guid> ids)
    {
        var rows = new Dictionary<Guid, T>(ids.Count);
        await using var command = new NpgsqlCommand(sql, connection).AddArray(ids, NpgsqlDbType.Uuid, id => id);
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = read(reader);
            rows[idOf(row)] = row;
        }

        return rows;
    }

    private sealed class Group
    {
        public List<Guid> Ids { get; } = [];

        public TaskCompletionSource<Dictionary<Guid, T>> Rows { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
