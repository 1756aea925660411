using System.Diagnostics.CodeAnalysis;
using Workflow.Api.Http;

namespace Workflow.Api.Live.Connections;

/// <summary>The sockets and streams that are open here, and how many there may be (R9). Thread-safe.</summary>
public sealed class LiveConnections(LiveOptions options, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly HashSet<LiveConnection> _open = [];
    private readonly Dictionary<string, int> _byOwner = [];

    /// <summary>Fires when the process is to end.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    internal bool TryEnter(
        Caller caller, [NotNullWhen(true)] out LiveConnection? connection, [NotNullWhen(false)] out Problem? problem)
    {
        lock (_gate)
        {
            var own = _byOwner.GetValueOrDefault(caller.OwnerId);
            problem = _open.Count >= options.ConnectionsMax ? Problems.TooManyConnections(options.ConnectionsMax)
                : own >= options.ConnectionsPerUserMax ? Problems.TooManyOwnConnections(options.ConnectionsPerUserMax)
                : null;
            connection = problem is null ? new LiveConnection(this, caller.OwnerId, clock) : null;
            if (connection is not null)
            {
                _open.Add(connection);
                _byOwner[caller.OwnerId] = own + 1;
            }

            return problem is null;
        }
    }

    internal void Leave(LiveConnection connection)
    {
        lock (_gate)
        {
            if (_open.Remove(connection) && --_byOwner[connection.OwnerId] == 0)
            {
                _byOwner.Remove(connection.OwnerId);
            }
        }
    }

    /// <summary>Wakes those that have been silent for too long.</summary>
    internal void BeatOnce()
    {
        lock (_gate)
        {
            foreach (var connection in _open)
            {
                connection.Beat(options.PingInterval);
            }
        }
    }
}
