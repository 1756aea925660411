using Workflow.Bridge.Intake;
using Workflow.Database.Bridge;
using Workflow.Model;

namespace Workflow.Bridge.Calls;

/// <summary>Why a call was broken off.</summary>
internal enum AbortReason
{
    None,

    /// <summary>Its run or step has ended: nobody wants the result.</summary>
    Ended,

    /// <summary>This bridge goes; another one makes the call again.</summary>
    Stopping,
}

/// <summary>A task from its arrival until its result is stored. Messages of the same task share one.</summary>
internal sealed class OpenCall
{
    private readonly CancellationTokenSource _abort = new();
    private int _reason;

    public OpenCall(Arrival first)
    {
        (Task, TraceParent, Shard) = (first.Task, first.TraceParent, first.Task.Shard);
        Token = _abort.Token;
        Receipts = [first.Receipt];
    }

    public AgentTask Task { get; }

    public string? TraceParent { get; }

    /// <summary>As the task says, then as the database says.</summary>
    public int Shard { get; set; }

    /// <summary>When the database last said that the step runs; a timestamp of the clock.</summary>
    public long LookedAt { get; set; }

    /// <summary>Guarded by the <see cref="CallTable"/>.</summary>
    public List<Receipt> Receipts { get; }

    /// <summary>Cancelled when the call is broken off.</summary>
    public CancellationToken Token { get; }

    public AbortReason Reason => (AbortReason)Volatile.Read(ref _reason);

    public StepAttempt Attempt => new(Task.RunId, Task.StepPath, Task.Iteration, Task.Attempt, Task.TaskId);

    /// <summary>Breaks the call off; the first reason stays.</summary>
    public void Abort(AbortReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)AbortReason.None) == (int)AbortReason.None)
        {
            // Callbacks close sockets: not on the thread that asked.
            _ = _abort.CancelAsync();
        }
    }
}
