using System.Globalization;
using Npgsql;

namespace Workflow.Database.Sql;

/// <summary>The conditions of a list: only what was asked for stands in the statement, so that its plan fits.</summary>
internal sealed class Conditions
{
    private readonly List<string> _texts = [];
    private readonly List<NpgsqlParameter> _values = [];

    /// <summary>Adds a condition unless there is nothing to compare with.</summary>
    /// <param name="condition"><c>{0}</c> stands for the value.</param>
    public void AddIf<T>(T? value, string condition)
    {
        if (value is not null)
        {
            _texts.Add(string.Format(CultureInfo.InvariantCulture, condition, Parameter(value)));
        }
    }

    public void Add(string condition) => _texts.Add(condition);

    /// <summary>Adds a condition unless it is null.</summary>
    public void AddIf(string? condition)
    {
        if (condition is not null)
        {
            _texts.Add(condition);
        }
    }

    /// <summary>Adds a value; the answer is how SQL refers to it.</summary>
    public string Parameter<T>(T value)
    {
        _values.Add(new NpgsqlParameter { Value = value });
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    /// <param name="sql"><c>{where}</c> stands for the conditions.</param>
    public NpgsqlCommand Command(NpgsqlDataSource dataSource, string sql)
    {
        var where = _texts.Count == 0 ? "" : "where " + string.Join(" and ", _texts);
        var command = dataSource.CreateCommand(sql.Replace("{where}", where, StringComparison.Ordinal));
        _values.ForEach(value => command.Parameters.Add(value));
        return command;
    }
}
