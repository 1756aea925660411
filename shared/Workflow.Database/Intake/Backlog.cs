using Microsoft.Extensions.Logging;
using Npgsql;

namespace Workflow.Database.Intake;

/// <summary>Roughly how many runs are pending, counted at most as often as it is cheap. Thread-safe.</summary>
public sealed class Backlog(
    NpgsqlDataSource dataSource, IntakeOptions options, TimeProvider time, ILogger<Backlog> logger)
{
    /// <summary>A count may take one part in so many of the time between two counts.</summary>
    private const int IdleShare = 20;

    private const string Count = """
        select count(*) from (select from workflow_runs
                               where status = 'PENDING' and wake_at is null and paused_at is null limit $1) as counted
        """;

    private int _pending;
    private int _counting;
    private long _dueAt;

    /// <summary>Pending runs at the last count, without those that are paused or to be started later; no more than one
    /// above the limit.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Whether no further run should be taken. Answers from the last count, and has a new one made when it is
    /// old.</summary>
    public bool IsTooDeep()
    {
        if (time.GetTimestamp() >= Volatile.Read(ref _dueAt) && Interlocked.Exchange(ref _counting, 1) == 0)
        {
            _ = CountInBackgroundAsync();
        }

        return Pending > options.BacklogMax;
    }

    /// <summary>Counts now.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task CountOnceAsync(CancellationToken ct)
    {
        var began = time.GetTimestamp();
        try
        {
            await using var command = dataSource.CreateCommand(Count);
            command.Parameters.AddWithValue((long)options.BacklogMax + 1);
            command.CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds);
            Volatile.Write(ref _pending, (int)(long)(await command.ExecuteScalarAsync(ct))!);
        }
        finally
        {
            var pause = time.GetElapsedTime(began) * IdleShare;
            pause = pause > options.BacklogRefresh ? pause : options.BacklogRefresh;
            Volatile.Write(ref _dueAt, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));
        }
    }

    private async Task CountInBackgroundAsync()
    {
        try
        {
            await CountOnceAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            logger.CountFailed(error.Message);
        }
        finally
        {
            Volatile.Write(ref _counting, 0);
        }
    }
}
