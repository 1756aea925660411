using System.Security.Cryptography;
using System.Text;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Mcp;

/// <summary>Keeps sessions open between calls: one for each server and login. Thread-safe.</summary>
public sealed class McpSessions : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly OutgoingClient _outgoing;
    private readonly ToolOptions _options;
    private readonly TimeProvider _time;
    private ITimer? _sweep;

    public McpSessions(OutgoingClient outgoing, ToolOptions options, TimeProvider time) =>
        (_outgoing, _options, _time) = (outgoing, options, time);

    /// <summary>Sessions that are open or being opened.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Closes what nobody has used for long.</summary>
    public async Task CloseIdleOnceAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var entry in Take(entry => entry.Users == 0 && now - entry.UsedAt >= _options.McpSessionIdle))
        {
            await entry.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_sweep?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var entry in Take(_ => true))
        {
            await entry.CloseAsync();
        }
    }

    /// <summary>A session, kept or new; null when there is no room for one. Disposing the lease gives it
    /// back.</summary>
    /// <param name="other">A session that is over, to which another one is wanted; null for any.</param>
    /// <exception cref="Exception">Opening it failed.</exception>
    internal async ValueTask<McpLease?> LeaseAsync(
        McpServer server, ToolLogin login, McpSession? other, CancellationToken ct)
    {
        // A hash, so that no login lies about in keys.
        var text = Encoding.UTF8.GetBytes($"{server.Key}\n{login.Key}");
        var key = Convert.ToBase64String(SHA256.HashData(text));
        Entry? entry, closed = null;
        var isNew = false;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out entry) && entry.IsOver(other))
            {
                _entries.Remove(key);
                closed = entry;
                entry = null;
            }

            if (entry is null && _entries.Count >= _options.McpSessionsMax)
            {
                var oldest = _entries.Where(pair => pair.Value.Users == 0).OrderBy(pair => pair.Value.UsedAt)
                    .FirstOrDefault();
                if (oldest.Key is null)
                {
                    return null;
                }

                _entries.Remove(oldest.Key);
                closed ??= oldest.Value;
            }

            if (entry is null)
            {
                // Others may wait for it too: who asked first must not break it off for them.
                entry = new Entry(Task.Run(
                    () => McpSession.OpenAsync(server, login, _outgoing, _options, CancellationToken.None), default));
                _entries.Add(key, entry);
                _sweep ??= NewSweep();
                isNew = true;
            }

            entry.Users++;
        }

        _ = closed?.CloseAsync();
        var lease = new McpLease(entry, this, isNew);
        try
        {
            lease.Session = await entry.Opening.WaitAsync(ct);
            lease.Session.Login = login;
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    internal void GiveBack(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            entry.UsedAt = _time.GetUtcNow();
            if (entry.IsOver(null))
            {
                foreach (var (key, _) in _entries.Where(pair => pair.Value == entry).ToList())
                {
                    _entries.Remove(key);
                }
            }
        }
    }

    private ITimer NewSweep()
    {
        var every = _options.McpSessionIdle / 4;
        every = every < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : every;
        return _time.CreateTimer(_ => _ = CloseIdleOnceAsync(), null, every, every);
    }

    private List<Entry> Take(Func<Entry, bool> isMeant)
    {
        lock (_lock)
        {
            var taken = _entries.Where(pair => isMeant(pair.Value)).ToList();
            taken.ForEach(pair => _entries.Remove(pair.Key));
            return [.. taken.Select(pair => pair.Value)];
        }
    }

    /// <summary>One session and who uses it; changed under the lock.</summary>
    internal sealed class Entry(Task<McpSession> opening)
    {
        public Task<McpSession> Opening => opening;

        public int Users { get; set; }

        public DateTimeOffset UsedAt { get; set; }

        public bool IsOver(McpSession? other) => opening.IsCompleted
            && (!opening.IsCompletedSuccessfully || opening.Result.IsOver || opening.Result == other);

        public async Task CloseAsync()
        {
            try
            {
                await (await opening).DisposeAsync();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // It was never opened.
            }
        }
    }
}

/// <summary>The use of a session by one call.</summary>
internal sealed class McpLease(McpSessions.Entry entry, McpSessions sessions, bool isNew) : IDisposable
{
    public McpSession Session { get; set; } = null!;

    /// <summary>Whether it was opened for this call.</summary>
    public bool IsNew => isNew;

    public void Dispose() => sessions.GiveBack(entry);
}
