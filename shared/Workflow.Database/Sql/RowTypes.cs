using Npgsql;

namespace Workflow.Database.Sql;

/// <summary>Rows that are sent as values of a type of the database: one array of them is half the work for it that an
/// array for each column is (ADR 0039).</summary>
internal static class RowTypes
{
    /// <summary>For every source of connections on which a journal or an intake writes.</summary>
    public static void Map(NpgsqlDataSourceBuilder builder) =>
        RowArrayConverter.AddTo(builder);

    /// <summary>Writes, and does so again where the database has other numbers for its types than when the first
    /// connection was made: it is another server that has taken over, or the database was restored.</summary>
    /// <param name="write">Opens a connection, and writes all or nothing.</param>
    public static async Task<T> WriteAsync<T>(NpgsqlDataSource dataSource, Func<Task<T>> write, CancellationToken ct)
    {
        try
        {
            return await write();
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedObject
            or PostgresErrorCodes.CannotCoerce or PostgresErrorCodes.InternalError)
        {
            await dataSource.ReloadTypesAsync(ct);
            return await write();
        }
    }
}
