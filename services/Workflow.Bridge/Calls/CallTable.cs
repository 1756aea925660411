using System.Runtime.InteropServices;
using Workflow.Bridge.Intake;

namespace Workflow.Bridge.Calls;

/// <summary>Every open call by task and by run. Thread-safe.</summary>
internal sealed class CallTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, OpenCall> _byTask = [];
    private readonly Dictionary<Guid, List<OpenCall>> _byRun = [];
    private readonly Dictionary<string, int> _byAgent = [];
    private TaskCompletionSource? _empty;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byTask.Count;
            }
        }
    }

    /// <summary>Runs that have a call here.</summary>
    public int Runs
    {
        get
        {
            lock (_gate)
            {
                return _byRun.Count;
            }
        }
    }

    /// <summary>Calls of an agent that are open: running, or waiting for a place.</summary>
    public int OfAgent(string agent)
    {
        lock (_gate)
        {
            return _byAgent.GetValueOrDefault(agent);
        }
    }

    public bool IsOpen(Guid task)
    {
        lock (_gate)
        {
            return _byTask.ContainsKey(task);
        }
    }

    /// <summary>Opens a call for the task; when it is open already, the message only joins it.</summary>
    /// <returns>The new call, or null when the message joined another.</returns>
    public OpenCall? TryOpen(Arrival arrival)
    {
        lock (_gate)
        {
            if (_byTask.TryGetValue(arrival.Task.TaskId, out var known))
            {
                known.Receipts.Add(arrival.Receipt);
                return null;
            }

            var call = new OpenCall(arrival);
            _byTask.Add(arrival.Task.TaskId, call);
            _byAgent[arrival.Task.Agent] = _byAgent.GetValueOrDefault(arrival.Task.Agent) + 1;
            if (!_byRun.TryGetValue(arrival.Task.RunId, out var ofRun))
            {
                _byRun[arrival.Task.RunId] = ofRun = [];
            }

            ofRun.Add(call);
            return call;
        }
    }

    /// <summary>Ends a call and finishes every message that asked for it.</summary>
    /// <param name="done">False leaves the messages to another bridge.</param>
    public void Close(OpenCall call, bool done)
    {
        lock (_gate)
        {
            _byTask.Remove(call.Task.TaskId);
            if (--CollectionsMarshal.GetValueRefOrNullRef(_byAgent, call.Task.Agent) == 0)
            {
                _byAgent.Remove(call.Task.Agent);
            }

            var ofRun = _byRun[call.Task.RunId];
            ofRun.Remove(call);
            if (ofRun.Count == 0)
            {
                _byRun.Remove(call.Task.RunId);
            }

            if (_byTask.Count == 0)
            {
                _empty?.TrySetResult();
            }
        }

        // Nothing can join it any more.
        foreach (var receipt in call.Receipts)
        {
            if (done)
            {
                receipt.Done();
            }
            else
            {
                receipt.Abandon();
            }
        }
    }

    /// <summary>Whether another bridge has taken over every message of the call.</summary>
    public bool IsElsewhere(OpenCall call)
    {
        lock (_gate)
        {
            return call.Receipts.TrueForAll(receipt => !receipt.IsCurrent);
        }
    }

    /// <summary>Breaks off all calls of a run that has ended.</summary>
    /// <returns>How many.</returns>
    public int AbortRun(Guid runId)
    {
        List<OpenCall> ofRun;
        lock (_gate)
        {
            ofRun = [.. _byRun.GetValueOrDefault(runId) ?? []];
        }

        ofRun.ForEach(call => call.Abort(AbortReason.Ended));
        return ofRun.Count;
    }

    public List<OpenCall> All()
    {
        lock (_gate)
        {
            return [.. _byTask.Values];
        }
    }

    /// <summary>Ends when no call is open.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_byTask.Count == 0)
            {
                _empty.TrySetResult();
            }

            return _empty.Task;
        }
    }
}
