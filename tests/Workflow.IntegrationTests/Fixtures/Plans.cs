using Npgsql;
using Xunit;

namespace Workflow.IntegrationTests.Fixtures;

/// <summary>What a server process has planned for its prepared statements.</summary>
internal static class Plans
{
    /// <summary>PostgreSQL plans the first five executions each for their own parameters, whatever it decides
    /// then.</summary>
    private const int First = 5;

    /// <summary>Asserts that statements that a connection has executed more often are not planned anew each
    /// time.</summary>
    /// <param name="part">Which of them: what their text contains.</param>
    public static async Task AssertKeptAsync(NpgsqlDataSource one, string part)
    {
        await using var command = one.CreateCommand(
            "select custom_plans, generic_plans from pg_prepared_statements where strpos(statement, $1) > 0");
        command.Parameters.AddWithValue(part);
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        for (; await reader.ReadAsync(); count++)
        {
            Assert.InRange(reader.GetInt64(0), 0, First);
            Assert.NotEqual(0, reader.GetInt64(1));
        }

        Assert.True(count > 0, $"No prepared statement has {part}.");
    }
}
