using Microsoft.Extensions.Logging;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Agents;
using Workflow.Execution.Journal;
using Workflow.Execution.Replay;
using Workflow.Execution.Signals;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>What all branches of one active run share.</summary>
public sealed class RunContext
{
    private readonly RunSlot _slot;
    private readonly ExecutionOptions _options;
    private JqArguments? _arguments;
    private WrittenValue? _lastText;
    private int _callsInProcess;

    internal RunContext(
        RunStart start, RunLog log, RunSlot slot, TaskInterpreter interpreter, ExecutionOptions options,
        TimeProvider clock, ILogger logger)
    {
        Logger = logger;
        Start = start;
        Log = log;
        Clock = clock;
        Interpreter = interpreter;
        _slot = slot;
        _options = options;
        StartedAt = start.StartedAt ?? clock.GetUtcNow();
        Log.StartedAt = StartedAt;
        Recorded = new RecordedSteps(start.Steps, start.OnReached);
        Pause.Set(start.Pause);
        OpenSteps = new OpenSteps(start.Inbox);
        Signals = new SignalBox(start.Signals);
        Checkpoints = new Checkpoints(start.Steps);
        Log.SignalsSeen = () => Signals.SeenUpTo;
    }

    public RunStart Start { get; }

    public Guid RunId => Start.RunId;

    public DateTimeOffset StartedAt { get; }

    public TimeProvider Clock { get; }

    public RunLog Log { get; }

    internal ILogger Logger { get; }

    /// <summary>Runs nested tasks and task lists.</summary>
    internal TaskInterpreter Interpreter { get; }

    internal RecordedSteps Recorded { get; }

    internal Timers Timers { get; } = new();

    internal PauseGate Pause { get; } = new();

    internal OpenSteps OpenSteps { get; }

    internal SignalBox Signals { get; }

    internal Checkpoints Checkpoints { get; }

    /// <summary>Calls to the outside that this process makes itself, under way now.</summary>
    internal int CallsInProcess => Volatile.Read(ref _callsInProcess);

    /// <summary>Set once the run must unwind because this process lets go of it.</summary>
    internal CancellationTokenSource Stop { get; } = new();

    /// <summary>Put together when the first expression asks; branches that ask at once put the same
    /// together.</summary>
    private JqArguments Arguments => _arguments ??= ScopeVariables.OfRun(Start, StartedAt);

    internal ExpressionScope ScopeOf(TaskNode node, Frame frame, JqValue input, DateTimeOffset startedAt) =>
        ScopeOf(node, frame, frame.Context, input, startedAt);

    internal ExpressionScope ScopeOf(
        TaskNode node, Frame frame, JqValue context, JqValue input, DateTimeOffset startedAt) =>
        new(() => ScopeVariables.OfTask(Arguments, node, frame, context, input, startedAt));

    /// <summary>The arguments of the run's own <c>input.from</c>, <c>output.as</c> and timeout.</summary>
    internal ExpressionScope WorkflowScope(Frame frame, JqValue output) =>
        ScopeVariables.OfWorkflow(Arguments, frame, output);

    /// <summary>The text of a value, still at hand if it was asked for last: the output of a step is mostly the input
    /// of the next one.</summary>
    internal RawJson TextOf(JqValue value)
    {
        var last = _lastText;
        if (last is null || !ReferenceEquals(last.Value, value))
        {
            _lastText = last = new WrittenValue(value, new RawJson(value.ToUtf8()));
        }

        return last.Text;
    }

    /// <summary>Waits for something outside without holding a slot. Effects that ended are committed first.</summary>
    public async Task<T> OutsideAsync<T>(Task<T> outside)
    {
        if (outside.IsCompleted)
        {
            return await outside;
        }

        Log.CommitWanted();
        _slot.Leave();
        try
        {
            return await outside;
        }
        finally
        {
            await _slot.EnterAsync(Stop.Token);
        }
    }

    /// <summary>Like <see cref="OutsideAsync{T}"/> for a call that this process makes itself: the run cannot be parked
    /// meanwhile.</summary>
    public async Task<T> InProcessAsync<T>(Task<T> call)
    {
        Interlocked.Increment(ref _callsInProcess);
        try
        {
            return await OutsideAsync(call);
        }
        finally
        {
            Interlocked.Decrement(ref _callsInProcess);
        }
    }

    /// <summary>Lets go of events from the topic that nobody in the run wants, with the next commit.</summary>
    internal void DropUnwanted()
    {
        if (Signals.TakeUnwanted() is { Count: > 0 } unwanted)
        {
            Log.PutDropped([.. unwanted.Select(signal => signal.Key)], isCommitted =>
            {
                if (isCommitted)
                {
                    Signals.Forget(unwanted);
                }
            });
        }
    }

    /// <summary>Waits while the run is paused, without holding a slot.</summary>
    internal async ValueTask GateAsync(CancellationToken ct)
    {
        while (Pause.Opened is { IsCompleted: false } opened)
        {
            await OutsideAsync(opened.OrCancelled(ct));
        }
    }

    /// <summary>Runs branches at the same time, as one slot, and waits for all of them.</summary>
    public async Task<T[]> BranchesAsync<T>(IEnumerable<Func<Task<T>>> branches)
    {
        var running = branches.Select(branch => RunBranchAsync(branch)).ToList();
        return await OutsideAsync(Task.WhenAll(running));
    }

    /// <summary>See <see cref="Tasks.TaskCall.BarrierAsync"/>.</summary>
    /// <remarks>The run's own commit has to be fresh, not only the ownership of its shard: a process that was frozen
    /// in between may have kept the shard while the run was cancelled.</remarks>
    public async Task BarrierAsync(CancellationToken ct)
    {
        long asked;
        do
        {
            if (Log.Hold.Lost.IsCancellationRequested)
            {
                Log.Fence();
                throw new OperationCanceledException(Stop.Token);
            }

            asked = Clock.GetTimestamp();
            var result = await Log.CommitAsync().OrCancelled(ct);
            if (result.Outcome != CommitOutcome.Committed)
            {
                throw new OperationCanceledException(Stop.Token);
            }
        }
        while (Clock.GetElapsedTime(asked) > _options.ProofAgeMax || !Log.Hold.IsProven(_options.ProofAgeMax));
    }

    /// <summary>Waits for a commit when much is uncommitted.</summary>
    internal Task BoundPendingAsync(CancellationToken ct) =>
        Log.PendingSteps < _options.PendingStepsMax ? Task.CompletedTask : BarrierAsync(ct);

    private async Task<T> RunBranchAsync<T>(Func<Task<T>> branch)
    {
        await _slot.EnterAsync(Stop.Token);
        try
        {
            return await branch();
        }
        finally
        {
            Log.CommitWanted();
            _slot.Leave();
        }
    }

    private sealed record WrittenValue(JqValue Value, RawJson Text);
}
