using Npgsql;
using NpgsqlTypes;
using Workflow.Model;

namespace Workflow.Database.Sql;

/// <summary>Positional parameters of hand-written statements.</summary>
internal static class Parameters
{
    /// <summary>Adds one array parameter with a value per row.</summary>
    public static NpgsqlBatchCommand AddArray<TRow, TValue>(
        this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        command.Parameters.Add(ArrayOf(rows, type, value));
        return command;
    }

    /// <summary>Adds one array parameter with a value per row.</summary>
    public static NpgsqlCommand AddArray<TRow, TValue>(
        this NpgsqlCommand command, IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        command.Parameters.Add(ArrayOf(rows, type, value));
        return command;
    }

    /// <summary>Adds one parameter.</summary>
    public static NpgsqlCommand Add<TValue>(this NpgsqlCommand command, TValue value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return command;
    }

    /// <summary>Adds a moment, or null.</summary>
    public static NpgsqlCommand AddTime(this NpgsqlCommand command, DateTimeOffset? value)
    {
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = (object?)value?.UtcDateTime ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        return command;
    }

    /// <summary>Adds one parameter.</summary>
    public static NpgsqlBatchCommand Add<TValue>(this NpgsqlBatchCommand command, TValue value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return command;
    }

    /// <summary>The JSON text, or null for an empty payload.</summary>
    public static string? ToSql(this RawJson json) => json.IsEmpty ? null : json.ToString();

    private static NpgsqlParameter ArrayOf<TRow, TValue>(
        IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
