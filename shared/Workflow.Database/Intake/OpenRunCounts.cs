using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Workflow.Database.Intake;

/// <summary>How many runs of each user have not ended: counted for all users at once, at most as often as it is cheap,
/// with what this process let in since added. Thread-safe.</summary>
/// <remarks>Other processes' starts count from the next count on, so a user may get ahead by what those take in
/// between.</remarks>
public sealed class OpenRunCounts(
    NpgsqlDataSource dataSource, IntakeOptions options, TimeProvider time, ILogger<OpenRunCounts> logger)
{
    /// <summary>A count may take one part in so many of the time between two counts.</summary>
    private const int IdleShare = 20;

    // Runs that are ready, that wait, and that are paused lie in an index each.
    private const string Count = """
        select owner_id, count(*) from (
            select owner_id from workflow_runs
             where status in ('PENDING', 'RUNNING') and wake_at is null and paused_at is null
            union all
            select owner_id from workflow_runs
             where status in ('PENDING', 'RUNNING') and wake_at is not null and paused_at is null
            union all
            select owner_id from workflow_runs where status in ('PENDING', 'RUNNING') and paused_at is not null
        ) as open
        group by owner_id
        """;

    private readonly SemaphoreSlim _counting = new(1, 1);
    private volatile Counted? _last;
    private volatile ConcurrentDictionary<string, int>? _sinceNext;
    private long _dueAt;

    /// <summary>Lets runs of a user in, if they may have that many.</summary>
    /// <param name="runs">How many.</param>
    /// <param name="max">Open runs that a user may have.</param>
    /// <returns>False when they would have more. Always true while nothing could be counted yet.</returns>
    public async ValueTask<bool> TryTakeAsync(string ownerId, int runs, int max, CancellationToken ct)
    {
        if (_last is null)
        {
            await CountUnlessCountingAsync(wait: true, ct);
        }
        else if (time.GetTimestamp() >= Volatile.Read(ref _dueAt))
        {
            _ = CountUnlessCountingAsync(wait: false, CancellationToken.None);
        }

        if (_last is not { } last)
        {
            return true;
        }

        var since = last.Since.AddOrUpdate(ownerId, runs, (_, known) => known + runs);
        if (last.Open.GetValueOrDefault(ownerId) + since > max)
        {
            last.Since.AddOrUpdate(ownerId, 0, (_, known) => known - runs);
            return false;
        }

        // A count that goes on may or may not see these runs: better twice than not at all.
        _sinceNext?.AddOrUpdate(ownerId, runs, (_, known) => known + runs);
        return true;
    }

    /// <summary>Counts now.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task CountOnceAsync(CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var since = new ConcurrentDictionary<string, int>();
        _sinceNext = since;
        try
        {
            await using var command = dataSource.CreateCommand(Count);
            command.CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var open = new Dictionary<string, long>();
            while (await reader.ReadAsync(ct))
            {
                open[reader.GetString(0)] = reader.GetInt64(1);
            }

            _last = new Counted(open, since);
        }
        finally
        {
            _sinceNext = null;
            var pause = time.GetElapsedTime(began) * IdleShare;
            pause = pause > options.BacklogRefresh ? pause : options.BacklogRefresh;
            Volatile.Write(ref _dueAt, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));
        }
    }

    /// <param name="wait">Whether to wait for a count that goes on.</param>
    private async Task CountUnlessCountingAsync(bool wait, CancellationToken ct)
    {
        if (!await _counting.WaitAsync(wait ? Timeout.Infinite : 0, ct))
        {
            return;
        }

        try
        {
            if (!wait || _last is null)
            {
                await CountOnceAsync(ct);
            }
        }
        catch (Exception error) when (error is DbException or TimeoutException or IOException)
        {
            logger.OpenRunsNotCounted(error.Message);
        }
        finally
        {
            _counting.Release();
        }
    }

    private sealed record Counted(Dictionary<string, long> Open, ConcurrentDictionary<string, int> Since);
}
