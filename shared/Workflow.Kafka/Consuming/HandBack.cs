using System.Collections.Concurrent;

namespace Workflow.Kafka;

/// <summary>Brings finished offsets from any thread back to the one that owns the consumer.</summary>
internal sealed class HandBack : IDisposable
{
    private readonly ConcurrentQueue<(Assignment Assignment, long Offset)> _done = new();
    private readonly ManualResetEventSlim _arrived = new();
    private volatile bool _awaited;

    public void Add(Assignment assignment, long offset)
    {
        _done.Enqueue((assignment, offset));
        if (_awaited)
        {
            _arrived.Set();
        }
    }

    public bool TryTake(out Assignment assignment, out long offset)
    {
        var taken = _done.TryDequeue(out var entry);
        (assignment, offset) = entry;
        return taken;
    }

    /// <summary>Waits until something was handed back, the task ended or the time is up.</summary>
    public void Wait(Task task, TimeSpan atMost)
    {
        _arrived.Reset();
        _awaited = true;
        if (_done.IsEmpty && !task.IsCompleted)
        {
            task.GetAwaiter().UnsafeOnCompleted(_arrived.Set);
            _arrived.Wait(atMost);
        }

        _awaited = false;
    }

    public void Dispose() => _arrived.Dispose();
}
