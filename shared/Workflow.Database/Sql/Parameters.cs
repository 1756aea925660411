using System.Diagnostics.CodeAnalysis;
using System.Text;
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
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = Fit(value) });
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
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = Fit(value) });
        return command;
    }

    /// <summary>The JSON text, or null for an empty payload.</summary>
    public static string? ToSql(this RawJson json) => json.IsEmpty ? null : json.ToString();

    /// <summary>Adds one array parameter of rows. They are not to be disposed of before the answer was read.</summary>
    public static NpgsqlBatchCommand AddRows(this NpgsqlBatchCommand command, RowArray rows)
    {
        command.Parameters.Add(new NpgsqlParameter<RowArray> { TypedValue = rows, DataTypeName = $"{rows.Type}[]" });
        return command;
    }

    /// <summary>The text as it can be sent: half a surrogate pair breaks the connection while it is written, and with
    /// it everything else in the batch.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Fit(string? text) =>
        text is not null && HasHalfCharacter(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    private static TValue Fit<TValue>(TValue value) =>
        value is string text ? (TValue)(object)Fit(text) : value;

    private static bool HasHalfCharacter(ReadOnlySpan<char> text)
    {
        for (int at; (at = text.IndexOfAnyInRange('\uD800', '\uDFFF')) >= 0; text = text[(at + 2)..])
        {
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static NpgsqlParameter ArrayOf<TRow, TValue>(
        IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Fit(value(rows[i]));
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
