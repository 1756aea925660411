using System.Data;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Workflow.Database.Schema;

/// <summary>Brings the schema up to date, under a lock, by whichever process comes first.</summary>
public static class DatabaseSetup
{
    private const long LockKey = 0x576f726b666c6f77;

    // One that makes an index takes as long as the table is large.
    private static readonly TimeSpan MigrationTime = TimeSpan.FromHours(1);

    /// <summary>Applies missing migrations and fixes the shard count if no process has yet.</summary>
    /// <param name="partitions">Shard count of a new cluster, 1 or more; an existing one keeps its own.</param>
    /// <returns>The cluster's shard count.</returns>
    /// <exception cref="NpgsqlException">The database cannot be reached or refuses.</exception>
    public static async Task<int> ApplyAsync(NpgsqlDataSource dataSource, int partitions, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using (var take = new NpgsqlCommand("select pg_advisory_lock($1)", connection))
        {
            take.Parameters.AddWithValue(LockKey);
            await take.ExecuteNonQueryAsync(ct);
        }

        try
        {
            return await ApplyAsync(dataSource, connection, partitions, ct);
        }
        finally
        {
            await UnlockAsync(connection);
        }
    }

    /// <summary>Notes how many partitions the request topic really has: new runs are spread over that many
    /// shards.</summary>
    public static async Task SetPartitionsAsync(NpgsqlDataSource dataSource, int partitions, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("update cluster set partitions = $1 where partitions <> $1");
        command.Parameters.AddWithValue(partitions);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A connection goes back to the pool as it is; one that broke has lost the lock already.</summary>
    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        if (connection.State == ConnectionState.Open)
        {
            await using var leave = new NpgsqlCommand("select pg_advisory_unlock($1)", connection);
            leave.Parameters.AddWithValue(LockKey);
            await leave.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async Task<int> ApplyAsync(
        NpgsqlDataSource dataSource, NpgsqlConnection connection, int partitions, CancellationToken ct)
    {
        if (await IsMigrationMissingAsync(connection, ct))
        {
            await using var context = WorkflowContext.Over(dataSource);
            context.Database.SetCommandTimeout(MigrationTime);
            await context.Database.MigrateAsync(ct);
        }

        await using var settle = new NpgsqlCommand(
            "insert into cluster (partitions, initial_partitions) values ($1, $1) on conflict do nothing", connection);
        settle.Parameters.AddWithValue(partitions);
        await settle.ExecuteNonQueryAsync(ct);
        await using var read = new NpgsqlCommand("select partitions from cluster", connection);
        return (int)(await read.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Whether the database lacks a migration of this program.</summary>
    /// <remarks>EF takes most of a second to find that there is nothing to do, which every process would spend at its
    /// start.</remarks>
    private static async Task<bool> IsMigrationMissingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(
            """select to_regclass('"__EFMigrationsHistory"') is null""", connection);
        if ((bool)(await find.ExecuteScalarAsync(ct))!)
        {
            return true;
        }

        await using var list = new NpgsqlCommand(
            """select coalesce(array_agg("MigrationId"::text), '{}') from "__EFMigrationsHistory" """, connection);
        var applied = (string[])(await list.ExecuteScalarAsync(ct))!;
        return typeof(DatabaseSetup).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Except(applied)
            .Any();
    }
}
