using System.Net.Sockets;
using Npgsql;

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
        PostgresException refused when IsRefusal(refused.SqlState) =>
            rows > 1 ? FailureAction.Halve : FailureAction.Refuse,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => FailureAction.GiveUp,
        PostgresException lost when IsLostRace(lost.SqlState) || IsOutage(lost.SqlState) => RetryOrGiveUp(triesLeft),
        PostgresException => FailureAction.Throw,
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => FailureAction.GiveUp,
        NpgsqlException or SocketException or IOException => RetryOrGiveUp(triesLeft),
        _ => FailureAction.Throw,
    };

    /// <summary>What PostgreSQL says against the values of a statement, whatever the database's condition; else
    /// null.</summary>
    public static (string SqlState, string Reason)? RefusalOf(Exception error) =>
        error is PostgresException refused && IsRefusal(refused.SqlState)
            ? (refused.SqlState, refused.MessageText)
            : null;

    /// <summary>Whether the database is away for now: it may work a moment later, without a change of the
    /// request.</summary>
    public static bool IsOutage(Exception error) => error switch
    {
        PostgresException answered => IsOutage(answered.SqlState) || IsLostRace(answered.SqlState),
        NpgsqlException or SocketException => true,
        _ => error.InnerException is { } inner && IsOutage(inner),
    };

    private static FailureAction RetryOrGiveUp(int triesLeft) =>
        triesLeft > 0 ? FailureAction.Retry : FailureAction.GiveUp;

    /// <summary>The values are wrong (22), break a constraint (23) or a limit of the server (54).</summary>
    private static bool IsRefusal(string sqlState) => sqlState[..2] is "22" or "23" or "54";

    private static bool IsLostRace(string sqlState) =>
        sqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable;

    /// <summary>Connection lost (08), resources (53), operator's doing (57), system (58), or read-only after a
    /// fail-over.</summary>
    private static bool IsOutage(string sqlState) =>
        sqlState[..2] is "08" or "53" or "57" or "58" || sqlState == PostgresErrorCodes.ReadOnlySqlTransaction;
}
