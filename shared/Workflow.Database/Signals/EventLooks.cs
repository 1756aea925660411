using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;

namespace Workflow.Database.Signals;

/// <summary>The ways in which the rows of a table of waits look at events.</summary>
/// <param name="table"><c>event_waits</c> or <c>schedule_waits</c>.</param>
internal sealed class EventLooks(string table)
{
    // Jumps from one value to the next in the index: what it costs is the number of ways, not of rows.
    private readonly string _sql = $"""
        with recursive looks as (
            select t.event_type, first.from_key, first.from_set::text
              from unnest($1) as t (event_type)
              cross join lateral (select w.from_key, w.from_set from {table} w
                                   where w.event_type = t.event_type order by w.from_key limit 1) as first
            union all
            select l.event_type, next.from_key, next.from_set::text
              from looks l
              cross join lateral (select w.from_key, w.from_set from {table} w
                                   where w.event_type = l.event_type and w.from_key > l.from_key
                                   order by w.from_key limit 1) as next
        )
        select event_type, from_key, from_set from looks limit $2
        """;

    public async Task<List<EventLook>> ReadAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<string> types, int max, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(_sql)
            .AddArray(types, NpgsqlDbType.Text, type => type).Add(max);
        var looks = new List<EventLook>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            looks.Add(new EventLook(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return looks;
    }
}
