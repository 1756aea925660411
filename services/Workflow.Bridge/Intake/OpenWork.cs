using Workflow.Bridge.Options;

namespace Workflow.Bridge.Intake;

/// <summary>Counts the tasks in memory, and slows the topic's reader when they are many. Thread-safe.</summary>
internal sealed class OpenWork(BridgeOptions options)
{
    /// <summary>Longest pause per message: far below the time after which a silent reader loses its place.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private int _tasks;
    private long _bytes;
    private bool _stopped;

    public int Tasks
    {
        get
        {
            lock (_gate)
            {
                return _tasks;
            }
        }
    }

    /// <summary>Counts a task in; waits first while there are too many, but never for long.</summary>
    /// <returns>False once stopped: the task must not be taken.</returns>
    public bool TryTake(int bytes)
    {
        lock (_gate)
        {
            if (!_stopped && IsFull)
            {
                Monitor.Wait(_gate, PauseMax);
            }

            if (_stopped)
            {
                return false;
            }

            _tasks++;
            _bytes += bytes;
            return true;
        }
    }

    public void Release(int bytes)
    {
        lock (_gate)
        {
            _tasks--;
            _bytes -= bytes;
            if (!IsFull)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>From now on nothing is taken.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool IsFull => _tasks >= options.OpenTasksMax || _bytes >= options.OpenBytesMax;
}
