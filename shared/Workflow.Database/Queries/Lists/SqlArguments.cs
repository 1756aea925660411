using Npgsql;
using NpgsqlTypes;

namespace Workflow.Database.Queries.Lists;

/// <summary>Positional parameters of a statement that is put together.</summary>
internal sealed class SqlArguments
{
    private readonly List<NpgsqlParameter> _all = [];

    public string Text(string value) => Add(value, NpgsqlDbType.Text);

    public string Texts(IEnumerable<string> values) =>
        Add(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text) + "::text[]";

    public string Ids(IEnumerable<Guid> values) => Add(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public string Id(Guid value) => Add(value, NpgsqlDbType.Uuid);

    public string Time(DateTimeOffset value) => Add(value.UtcDateTime, NpgsqlDbType.TimestampTz);

    public string Span(TimeSpan value) => Add(value, NpgsqlDbType.Interval);

    public string Json(string value) => Add(value, NpgsqlDbType.Jsonb);

    public NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var argument in _all)
        {
            command.Parameters.Add(argument);
        }

        return command;
    }

    private string Add(object value, NpgsqlDbType type)
    {
        _all.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        return $"${_all.Count}";
    }
}
