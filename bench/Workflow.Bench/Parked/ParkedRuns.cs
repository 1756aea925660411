using Npgsql;
using Workflow.Database.Schema;

namespace Workflow.Bench.Parked;

/// <summary>Copies of a parked run, spread over all shards. They are deleted at the end.</summary>
internal sealed class ParkedRuns(string database) : IAsyncDisposable
{
    private const int PerStatement = 100_000;
    private const string Label = """{"bench": "parked"}""";

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(DatabaseUrl.Parse(database));

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = _database.CreateCommand(sql);
        command.CommandTimeout = 600;
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Adds so many runs that stand where <paramref name="model"/> stands.</summary>
    public async Task AddAsync(Guid model, int count, Action<int> added, CancellationToken ct)
    {
        var runColumns = await ColumnsAsync("workflow_runs", "run_id", "shard", "labels");
        var stepColumns = await ColumnsAsync("step_executions", "run_id");
        for (var done = 0; done < count; done += PerStatement)
        {
            await using var command = _database.CreateCommand($"""
                with copied as materialized (
                    select gen_random_uuid() as id, n from generate_series(1, $2) as n
                ), runs as (
                    insert into workflow_runs (run_id, shard, labels, {runColumns})
                    select c.id, c.n % (select partitions from cluster), '{Label}', {runColumns}
                      from copied c, (select * from workflow_runs where run_id = $1) as model
                )
                insert into step_executions (run_id, {stepColumns})
                select c.id, {stepColumns}
                  from copied c, (select * from step_executions where run_id = $1) as model
                """);
            command.CommandTimeout = 600;
            command.Parameters.AddWithValue(model);
            command.Parameters.AddWithValue(Math.Min(PerStatement, count - done));
            await command.ExecuteNonQueryAsync(ct);
            added(Math.Min(done + PerStatement, count));
        }

        await using var analyze = _database.CreateCommand("analyze workflow_runs, step_executions");
        analyze.CommandTimeout = 600;
        await analyze.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var delete = _database.CreateCommand($"""
            with gone as (delete from workflow_runs where labels @> '{Label}' returning run_id)
            delete from step_executions s using gone where s.run_id = gone.run_id
            """))
        {
            delete.CommandTimeout = 600;
            await delete.ExecuteNonQueryAsync();
        }

        await _database.DisposeAsync();
    }

    /// <summary>The other columns, to be listed in a statement.</summary>
    private Task<string> ColumnsAsync(string table, params string[] without) => ScalarAsync<string>(
        """
        select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname <> all($2)
        """, table, without);
}
