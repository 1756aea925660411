using System.Data.Common;
using Workflow.Model;

namespace Workflow.Bridge.Calls.Rates;

/// <summary>Lets calls of an agent through as often as its rate limit says: first come, first served, one look at a
/// time. Thread-safe.</summary>
/// <param name="tryTakeAsync">Lets a call through, or tells after how long to ask again.</param>
internal sealed class RateGates(
    Func<string, RateLimit, CancellationToken, Task<TimeSpan?>> tryTakeAsync, TimeProvider time)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(5);

    /// <summary>A limit that was raised meanwhile counts after this long.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan OutagePause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _byAgent = [];

    /// <summary>Waits until the call may begin. While nobody can tell, nothing begins.</summary>
    /// <param name="limit">Null for none.</param>
    public async Task PassAsync(string agent, RateLimit? limit, CancellationToken ct)
    {
        if (limit is null)
        {
            return;
        }

        var line = Rent(agent, limit);
        try
        {
            await line.First.WaitAsync(ct);
            try
            {
                while (await LookAsync(agent, line.Limit, ct) is { } pause)
                {
                    await Task.Delay(pause, time, ct);
                }
            }
            finally
            {
                line.First.Release();
            }
        }
        finally
        {
            Return(agent, line);
        }
    }

    private async Task<TimeSpan?> LookAsync(string agent, RateLimit limit, CancellationToken ct)
    {
        try
        {
            return await tryTakeAsync(agent, limit, ct) is not { } left ? null
                : left < PauseMin ? PauseMin
                : left > PauseMax ? PauseMax : left;
        }
        catch (Exception error) when (error is DbException or IOException or TimeoutException)
        {
            return OutagePause;
        }
    }

    private Line Rent(string agent, RateLimit limit)
    {
        lock (_gate)
        {
            if (!_byAgent.TryGetValue(agent, out var line))
            {
                _byAgent[agent] = line = new Line { Limit = limit };
            }

            line.Limit = limit;
            line.Users++;
            return line;
        }
    }

    private void Return(string agent, Line line)
    {
        lock (_gate)
        {
            if (--line.Users == 0)
            {
                _byAgent.Remove(agent);
                line.First.Dispose();
            }
        }
    }

    /// <summary>Calls that wait; the first of them looks.</summary>
    private sealed class Line
    {
        public SemaphoreSlim First { get; } = new(1);

        /// <summary>As the latest call says.</summary>
        public required RateLimit Limit { get; set; }

        public int Users { get; set; }
    }
}
