using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Runs;
using Workflow.Execution.Telemetry;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks;

/// <summary>One attempt of a task: what a runner sees of it and what it may ask of the run.</summary>
public sealed class TaskCall
{
    private readonly RunContext _run;
    private readonly JqValue _contextAtStart;
    private ExpressionScope? _scope;
    private Guid? _taskId;

    internal TaskCall(RunContext run, TaskNode node, Frame frame, StepKey key, JqValue input, StepRecord? recorded)
    {
        _run = run;
        Node = node;
        Frame = frame;
        Key = key;
        Input = input;
        Recorded = recorded;
        StartedAt = recorded?.StartedAt ?? run.Clock.GetUtcNow();
        Draft = recorded ?? new StepRecord
        {
            Key = key,
            StepId = node.Name,
            StepType = node.StepType,
            Status = StepStatus.Running,
            StartedAt = StartedAt,
        };
        _contextAtStart = frame.Context;
    }

    public TaskNode Node { get; }

    public Frame Frame { get; }

    public StepKey Key { get; }

    /// <summary>The task's input, after <c>input.from</c>.</summary>
    public JqValue Input { get; }

    /// <summary>The attempt as recorded when it had begun before a take-over; null when it begins now.</summary>
    public StepRecord? Recorded { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>The row as it would be written now.</summary>
    public StepRecord Draft { get; private set; }

    /// <summary>What the task's expressions see; <c>$context</c> as it was before the task.</summary>
    public ExpressionScope Scope => _scope ??= _run.ScopeOf(Node, Frame, _contextAtStart, Input, StartedAt);

    /// <summary>Whether the task, or one in it, has left another context.</summary>
    internal bool HasExported => !ReferenceEquals(Frame.Context, _contextAtStart);

    /// <summary>The run this belongs to.</summary>
    public RunContext Run => _run;

    /// <summary>The same however often this attempt is sent, so that the other side can deduplicate.</summary>
    public Guid TaskId => _taskId ??= TaskIds.Of(_run.RunId, Key);

    /// <summary>Changes what will be written of the attempt.</summary>
    public void Note(Func<StepRecord, StepRecord> change) => Draft = change(Draft);

    /// <summary>Notes the attempt as running; written with the next commit.</summary>
    public void Begin()
    {
        if (Recorded is null)
        {
            RunSpans.Remember(this);
            _run.Log.Put(Draft);
        }
    }

    /// <summary>Notes the attempt as running, and takes out inbox rows with the commit of that.</summary>
    public void BeginWith(IReadOnlyList<string> inboxKeys)
    {
        RunSpans.Remember(this);
        _run.Log.PutEffect(Draft, inboxKeys, null);
    }

    /// <summary>The effect barrier (R5): returns once everything up to here is committed and ownership is freshly
    /// confirmed.</summary>
    /// <returns>False when the run is paused: return <see cref="TaskOutcome.Held"/> then.</returns>
    /// <exception cref="OperationCanceledException">The run is not this process's to advance any more.</exception>
    public async Task<bool> BarrierAsync(CancellationToken ct)
    {
        await _run.BarrierAsync(ct);
        return !_run.Pause.IsPaused;
    }

    /// <summary>Called with true when the end of this attempt is durable, with false when this process will not make it
    /// so.</summary>
    public Action<bool>? Committed { get; set; }

    /// <summary>Unique keys of the inbox rows that brought the result, to be taken out with the step's end.</summary>
    public IReadOnlyList<string> InboxKeys { get; set; } = [];
}
