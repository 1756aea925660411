using System.Collections.Concurrent;
using Workflow.Execution.Ownership;
using Workflow.Model;

namespace Workflow.Execution.Agents;

/// <summary>Hands a task to the bridges. Never waits; a task that is lost is sent again after the silence
/// limit.</summary>
public interface IAgentTaskSender
{
    void Send(AgentTask task);
}

/// <summary>The agent calls that runs in this process wait for, by task id. Thread-safe.</summary>
public sealed class AgentCalls(IAgentTaskSender sender, ExecutionOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, AgentCall> _calls = new();

    public int Count => _calls.Count;

    /// <summary>Starts to listen for the task's result; nothing is sent yet.</summary>
    public AgentCall Open(AgentTask task, ShardHold hold) =>
        _calls.GetOrAdd(task.TaskId, _ => new AgentCall(task, hold));

    /// <summary>Sends the task, for the first time or again under the same id.</summary>
    public void Send(AgentCall call)
    {
        call.HeardAt = clock.GetTimestamp();
        sender.Send(call.Task);
    }

    /// <summary>Waits for what the agent answers later, without sending the task: it was accepted.</summary>
    /// <param name="until">Then it is sent, unless the agent was heard of meanwhile.</param>
    public void Await(AgentCall call, DateTimeOffset until)
    {
        call.HeardAt = clock.GetTimestamp();
        call.Accept(until);
    }

    /// <summary>The agent answers the task later; until then it is not sent again.</summary>
    public void Accepted(Guid taskId, DateTimeOffset until)
    {
        if (_calls.TryGetValue(taskId, out var call))
        {
            Await(call, until);
        }
    }

    public void Close(AgentCall call) => _calls.TryRemove(call.Task.TaskId, out _);

    /// <summary>Gives a result to the call that waits for it.</summary>
    /// <param name="committed">Told true once the step's end is durable, false when this process will not make it
    /// so.</param>
    /// <returns>False when no call here waits for it.</returns>
    public bool TryDeliver(AgentResult result, Action<bool> committed) =>
        result.TaskId is { } id
        && _calls.TryGetValue(id, out var call)
        && call.TrySetResult(new AgentDelivery(result, committed));

    public void Heard(IReadOnlyList<Guid> taskIds)
    {
        var now = clock.GetTimestamp();
        foreach (var id in taskIds)
        {
            if (_calls.TryGetValue(id, out var call))
            {
                call.HeardAt = now;
            }
        }
    }

    /// <summary>Notes what the agent has reported of its work: the same attempt, sent again, tells it.</summary>
    public void Checkpointed(Guid taskId, RawJson checkpoint)
    {
        if (_calls.TryGetValue(taskId, out var call))
        {
            call.HeardAt = clock.GetTimestamp();
            call.Task = call.Task with { Checkpoint = checkpoint };
        }
    }

    /// <summary>Sends a task again that a bridge has room for now.</summary>
    /// <returns>False when no call here waits for it.</returns>
    public bool TrySendAgain(Guid taskId)
    {
        if (!_calls.TryGetValue(taskId, out var call))
        {
            return false;
        }

        if (call.HeardAt is not null && MaySend(call, clock.GetUtcNow()))
        {
            Send(call);
        }

        return true;
    }

    /// <summary>Sends every task again whose call has been silent for too long. Returns how many.</summary>
    public int ResendSilent()
    {
        var sent = 0;
        var now = clock.GetUtcNow();
        foreach (var call in _calls.Values)
        {
            if (call.HeardAt is { } heard
                && clock.GetElapsedTime(heard) > options.AgentSilenceMax
                && MaySend(call, now))
            {
                Send(call);
                sent++;
            }
        }

        return sent;
    }

    private bool MaySend(AgentCall call, DateTimeOffset now) =>
        call.AcceptedUntil <= now && call.Hold.IsProven(options.ProofAgeMax);
}

/// <summary>A result with what is owed to whoever brought it.</summary>
public sealed record AgentDelivery(AgentResult Result, Action<bool> Committed);

/// <summary>One call that a run waits for.</summary>
public sealed class AgentCall(AgentTask task, ShardHold hold)
{
    private readonly TaskCompletionSource<AgentDelivery> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _acceptedUntil;

    /// <summary>As it is to be sent; changes with every checkpoint.</summary>
    public AgentTask Task { get; internal set; } = task;

    public ShardHold Hold { get; } = hold;

    /// <summary>Timestamp of the last sending or sign of life; null before the first sending.</summary>
    public long? HeardAt { get; set; }

    /// <summary>Until when the agent needs no other call; long ago when it did not accept the task.</summary>
    public DateTimeOffset AcceptedUntil => new(Interlocked.Read(ref _acceptedUntil), TimeSpan.Zero);

    /// <summary>Told when the agent accepts the task, and whenever it is heard of later.</summary>
    public Action<DateTimeOffset>? OnAccepted { get; set; }

    public Task<AgentDelivery> Result => _result.Task;

    /// <summary>False when a result has come already.</summary>
    internal bool TryGiveUp() => _result.TrySetCanceled();

    internal void Accept(DateTimeOffset until)
    {
        Interlocked.Exchange(ref _acceptedUntil, until.UtcTicks);
        OnAccepted?.Invoke(until);
    }

    internal bool TrySetResult(AgentDelivery delivery) => _result.TrySetResult(delivery);
}
