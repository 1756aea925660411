using Npgsql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>Columns that may be null.</summary>
internal static class ReaderColumns
{
    public static string? TextOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static Guid? GuidOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetGuid(column);

    public static int? NumberOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    public static RawJson JsonOrEmpty(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? default : new RawJson(reader.GetFieldValue<byte[]>(column));
}
