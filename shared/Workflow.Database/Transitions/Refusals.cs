using Npgsql;

namespace Workflow.Database.Transitions;

/// <summary>What an SQLSTATE means for a batch.</summary>
public static class Refusals
{
    /// <summary>The content itself is refused (classes 22 data exception, 23 integrity, 54 limits): repeating is
    /// useless.</summary>
    public static bool IsContent(PostgresException error) =>
        error.SqlState.StartsWith("22", StringComparison.Ordinal)
        || error.SqlState.StartsWith("23", StringComparison.Ordinal)
        || error.SqlState.StartsWith("54", StringComparison.Ordinal);

    /// <summary>Deadlock or serialisation failure: the same again will do.</summary>
    public static bool IsConflict(PostgresException error) => error.SqlState is "40P01" or "40001";

    public static string Describe(PostgresException error) =>
        $"PostgreSQL {error.SqlState}: {error.MessageText}{(error.Detail is null ? "" : $" {error.Detail}")}";
}
