using Workflow.Execution.Ownership;
using Workflow.Kafka;

namespace Workflow.ExecutionConsumer.Ownership;

/// <summary>A partition of the request topic that Kafka has assigned to this process, with the shards that go with
/// it.</summary>
/// <remarks>Thread-safe. Messages that come before the shards are taken wait here.</remarks>
internal sealed class OwnedPartition(int partition, Assignment assignment)
{
    private readonly Lock _gate = new();
    private Queue<(Assignment Assignment, ReceivedMessage Message)>? _waiting = new();
    private Dictionary<int, ShardHold> _holds = [];
    private volatile Assignment _assignment = assignment;
    private long _lastMessageMs;
    private int _taking;
    private volatile bool _isReady;

    public int Partition { get; } = partition;

    /// <summary>Where finished offsets go; replaced when the partition comes back after it was lost.</summary>
    public Assignment Assignment
    {
        get => _assignment;
        set => _assignment = value;
    }

    /// <summary>Cancelled when the partition is revoked.</summary>
    public CancellationTokenSource Revoked { get; } = new();

    /// <summary>Sending time of the newest message that was taken in; null before the first.</summary>
    public DateTimeOffset? LastMessageAt
    {
        get => Interlocked.Read(ref _lastMessageMs) is var ms and > 0
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;
        set => Interlocked.Exchange(ref _lastMessageMs, value?.ToUnixTimeMilliseconds() ?? 0);
    }

    /// <summary>Whether every shard is taken, its runs are carried on, and messages are used as they come.</summary>
    public bool IsReady => _isReady;

    /// <summary>False when the shards are being taken already.</summary>
    public bool TryBeginTaking() => Interlocked.CompareExchange(ref _taking, 1, 0) == 0;

    public void EndTaking() => Interlocked.Exchange(ref _taking, 0);

    /// <summary>Shards held now; empty before they are taken and after they were lost to another owner.</summary>
    public IReadOnlyCollection<ShardHold> Holds
    {
        get
        {
            lock (_gate)
            {
                return [.. _holds.Values];
            }
        }
    }

    public ShardHold? HoldOf(int shard)
    {
        lock (_gate)
        {
            return _holds.GetValueOrDefault(shard);
        }
    }

    /// <summary>Keeps the message for later if the shards are not taken yet. False when it can be used now.</summary>
    /// <param name="max">How many may wait; beyond it the oldest is given back through <paramref
    /// name="dropped"/>.</param>
    public bool Defer(
        Assignment assignment, in ReceivedMessage message, int max,
        out (Assignment Assignment, ReceivedMessage Message)? dropped)
    {
        dropped = null;
        lock (_gate)
        {
            if (_waiting is null)
            {
                return false;
            }

            _waiting.Enqueue((assignment, message));
            if (_waiting.Count > max)
            {
                dropped = _waiting.Dequeue();
            }

            return true;
        }
    }

    public void Add(ShardHold hold)
    {
        lock (_gate)
        {
            _holds[hold.Claim.Shard] = hold;
        }
    }

    /// <summary>The next message that waited; null once none is left, from when on messages are used at once.</summary>
    public (Assignment Assignment, ReceivedMessage Message)? NextWaiting()
    {
        lock (_gate)
        {
            if (_waiting is { Count: > 0 })
            {
                return _waiting.Dequeue();
            }

            _waiting = null;
            _isReady = true;
            return null;
        }
    }

    /// <summary>Messages wait again, until the shards are taken afresh. Returns what was held.</summary>
    public IReadOnlyCollection<ShardHold> LetGo()
    {
        lock (_gate)
        {
            var holds = _holds.Values.ToList();
            _holds = [];
            _waiting ??= new();
            _isReady = false;
            return holds;
        }
    }
}
