using System.Net.Sockets;
using Npgsql;
using Workflow.Database.Transitions;

namespace Workflow.Database.Intake;

/// <summary>What to do about a batch that failed.</summary>
public enum FailureAction
{
    /// <summary>The same batch again, at once.</summary>
    Retry,

    /// <summary>Each half by itself, to find the row that is refused.</summary>
    Halve,

    /// <summary>The only row is the refused one.</summary>
    Refuse,

    /// <summary>The database cannot be used at the moment.</summary>
    GiveUp,

    /// <summary>A bug: hand the exception on.</summary>
    Throw,
}

/// <summary>Decides what to do about a failed batch.</summary>
public static class IntakeFailure
{
    /// <param name="rows">Rows of the failed batch, 1 or more.</param>
    /// <param name="triesLeft">Tries that remain, the failed one not counted.</param>
    public static FailureAction Decide(Exception error, int rows, int triesLeft) => error switch
    {
        PostgresException refused when Refusals.IsContent(refused) =>
            rows > 1 ? FailureAction.Halve : FailureAction.Refuse,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => FailureAction.GiveUp,
        PostgresException passing when IsPassing(passing) => RetryOrGiveUp(triesLeft),
        PostgresException => FailureAction.Throw,
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => FailureAction.GiveUp,
        NpgsqlException or SocketException or IOException => RetryOrGiveUp(triesLeft),
        _ => FailureAction.Throw,
    };

    /// <summary>What PostgreSQL says against the values of a statement, whatever the database's condition; else
    /// null.</summary>
    public static (string SqlState, string Reason)? RefusalOf(Exception error) =>
        error is PostgresException refused && Refusals.IsContent(refused)
            ? (refused.SqlState, refused.MessageText)
            : null;

    /// <summary>Whether the database is away for now: it may work a moment later, without a change of the
    /// request.</summary>
    public static bool IsOutage(Exception error) => error switch
    {
        PostgresException answered => IsPassing(answered),
        NpgsqlException or SocketException => true,
        _ => error.InnerException is { } inner && IsOutage(inner),
    };

    private static FailureAction RetryOrGiveUp(int triesLeft) =>
        triesLeft > 0 ? FailureAction.Retry : FailureAction.GiveUp;

    /// <summary>Connection lost (08), resources (53), not open or locked (55), operator's doing (57), system (58), or
    /// read-only after a fail-over.</summary>
    private static bool IsPassing(PostgresException error) =>
        Refusals.IsConflict(error) || error.SqlState[..2] is "08" or "53" or "55" or "57" or "58"
        || error.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction;
}
