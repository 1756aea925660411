using Microsoft.Extensions.Logging;
using Workflow.Execution.Errors;
using Workflow.Execution.Journal;
using Workflow.Execution.Tasks;
using Workflow.Execution.Telemetry;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>One active run: interprets its definition, records every step, and commits the end.</summary>
public sealed partial class CentralizedExecutor
{
    private readonly RunStart _start;
    private readonly RunContext _run;
    private readonly RunSlot _slot;
    private readonly ExecutionOptions _options;
    private readonly ILogger _logger;

    // Whoever follows it does next to nothing, and does it on the journal's way: no thread need be woken for that.
    private readonly TaskCompletionSource<bool> _begun = new();
    private RunExit _exit = RunExit.Released;
    private string? _refused;

    public CentralizedExecutor(
        RunStart start, Journal.Journal journal, TaskInterpreter interpreter, SlotPool slots, ExecutionOptions options,
        TimeProvider clock, ILogger<CentralizedExecutor> logger)
    {
        _start = start;
        _options = options;
        _logger = logger;
        _slot = new RunSlot(start.Alone ? null : slots);
        var log = new RunLog(journal, start.RunId, start.Hold, start.Status, start.Revision, start.Steps)
        {
            Closed = OnClosed,
            Committed = OnCommitted,
        };
        _run = new RunContext(start, log, _slot, interpreter, options, clock, logger);
    }

    public Guid RunId => _start.RunId;

    public int Shard => _start.Hold.Claim.Shard;

    /// <summary>Whether it begins nothing until it is resumed.</summary>
    public bool IsPaused => _run.Pause.IsPaused;

    /// <summary>Whether all branches wait for something outside of this process.</summary>
    public bool IsWaiting => _slot.IsIdle && _run.CallsInProcess == 0;

    /// <summary>True with the first commit, false with an exit before any. What follows it must not wait or compute:
    /// the journal goes on after it.</summary>
    public Task<bool> Begun => _begun.Task;

    /// <summary>Executes until the run has ended, is parked, or is not ours any more. Never throws.</summary>
    public async Task<RunExit> RunAsync()
    {
        using var span = RunSpans.OfRun(_start);
        using var scope = _logger.BeginScope(RunScope.Of(_start));
        try
        {
            await _slot.EnterAsync(_run.Stop.Token);
            await ExecuteAsync();
        }
        catch (Exception) when (_run.Stop.IsCancellationRequested)
        {
            // Let go of: whatever it stumbled over, the run goes on elsewhere.
        }
        catch (Exception error)
        {
            LogBug(_logger, error, RunId);
            await EndAsync(TaskOutcome.Failed(WorkflowError.Runtime($"{error.GetType().Name}: {error.Message}", null)));
        }
        finally
        {
            _slot.Close();
            _run.Log.Close(new CommitResult(CommitOutcome.Moved));
        }

        await _run.Log.LandedAsync();
        var exit = _refused is null ? _exit : await EndRefusedAsync(_refused);
        _begun.TrySetResult(false);
        span?.SetTag("workflow.exit", exit.ToString());
        LogLeft(_logger, RunId, exit);
        return exit;
    }

    /// <summary>Goes the way of the recorded steps, and on as far as it gets; for a look at where that is.</summary>
    internal async Task ReplayAsync()
    {
        await _slot.EnterAsync(_run.Stop.Token);
        await ExecuteAsync();
    }

    /// <summary>A recorded step that was not come by; null when there is none.</summary>
    internal StepRecord? Unreached => _run.Recorded.Unreached();

    /// <summary>Lets go of the run; what is not committed is done again by whoever carries it on.</summary>
    public void Release(RunExit exit)
    {
        _exit = exit;
        _run.Stop.Cancel();
        _run.Log.Close(new CommitResult(CommitOutcome.Moved));
    }

    /// <summary>Commits what has ended, without letting go.</summary>
    public async Task FlushAsync() =>
        await (_run.Log.PendingSteps > 0 ? _run.Log.CommitAsync() : _run.Log.LandedAsync());

    /// <summary>Takes in what somebody read of the run.</summary>
    public void SetPause(PauseMark mark) => _run.Pause.Set(mark);

    /// <summary>Ends a step as an operator decided. False when it is not under way here.</summary>
    /// <param name="key">See <see cref="StepVerdict.KeyOf"/>.</param>
    public bool TryDecide(string key, StepVerdict verdict) => _run.OpenSteps.TryDecide(key, verdict);

    /// <summary>Gives the run a signal, once or often.</summary>
    public void Deliver(ArrivedSignal signal) => _run.Signals.Add(signal);

    /// <summary>Parks the run if all it does is wait, and long enough; a paused one at once.</summary>
    public async Task TryParkAsync(DateTimeOffset now)
    {
        if (_start.Alone || !IsWaiting)
        {
            return;
        }

        if (IsPaused)
        {
            await TryLeaveAsync(now);
            return;
        }

        if (_run.Timers.ParkUntil(now, _options.ParkAfter) is not { } due)
        {
            return;
        }

        var result = await _run.Log.CommitAsync(new RunEdge(RunStatus.Running) { WakeAt = due });
        if (result.Outcome == CommitOutcome.Committed && TryClose())
        {
            Release(RunExit.Parked);
        }
    }

    /// <summary>A paused run with nothing in flight needs no memory: it is loaded when it is resumed.</summary>
    private async Task TryLeaveAsync(DateTimeOffset now)
    {
        if (!_run.Timers.AreParkable(now))
        {
            return;
        }

        await FlushAsync();
        if (IsPaused && TryClose())
        {
            Release(RunExit.Parked);
        }
    }

    /// <summary>False when the run does not only wait any more: what it waited for may have come during the commit
    /// before, and the call that followed be under way by now.</summary>
    private bool TryClose() => _slot.TryClose(() => _run.CallsInProcess == 0 && _run.Log.TryCloseQuiet());

    private async Task ExecuteAsync()
    {
        var frame = Frame.Root();
        var outcome = _start.Definition.Timeout is null
            ? await RunDefinitionAsync(frame, _run.Stop.Token)
            : await RunWithinTimeoutAsync(frame);
        if (!_start.IsSimulated && _run.Recorded.Unreached() is { } step)
        {
            outcome = TaskOutcome.Failed(new WorkflowError(
                StandardErrors.ReplayMismatch, 500, "The recorded history does not fit the definition.",
                $"Step {step.Key.Path} (iteration {step.Key.Iteration}, attempt {step.Key.Attempt}) is recorded but " +
                "was not reached again. Nothing of it was repeated; start the run anew.", step.Key.Path));
        }

        bool isHeld;
        do
        {
            await _run.GateAsync(_run.Stop.Token);
            isHeld = await EndAsync(outcome);
        }
        while (isHeld);
    }

    private void OnCommitted(CommitResult result)
    {
        if (result.Mark is { } mark)
        {
            _run.Pause.Set(mark.Pause);
        }

        _begun.TrySetResult(true);
    }

    private async ValueTask<TaskOutcome> RunWithinTimeoutAsync(Frame frame)
    {
        TimeSpan limit;
        try
        {
            limit = _start.Definition.Timeout!.After.Evaluate(_start.Input, _run.WorkflowScope(frame, JqValue.Null));
        }
        catch (Exception error) when (error is JqException or FormatException)
        {
            // It may have been another one for an earlier owner: what is recorded was no mistake.
            _run.Recorded.CoverAll();
            return TaskOutcome.Failed(WorkflowError.Evaluation(error, error.Message, "/"));
        }

        return await Deadline.RunAsync(
            _run,
            _run.StartedAt + limit,
            ct => RunDefinitionAsync(frame, ct),
            () =>
            {
                _run.Recorded.CoverAll();
                return WorkflowError.Timeout($"The run took longer than {limit}.", "/");
            },
            _run.Stop.Token);
    }

    private async ValueTask<TaskOutcome> RunDefinitionAsync(Frame frame, CancellationToken ct)
    {
        try
        {
            var definition = _start.Definition;
            if (SchemaFaults.OfInput(definition, _start.Input) is { } unfit)
            {
                return TaskOutcome.Failed(unfit);
            }

            var input = definition.InputFrom is null
                ? _start.Input
                : definition.InputFrom.Evaluate(_start.Input, _run.WorkflowScope(frame, JqValue.Null));
            var outcome = await _run.Interpreter.RunListAsync(_run, definition.Do, input, frame, ct);
            if (outcome.Error is not null)
            {
                return outcome;
            }

            var output = definition.OutputAs is null
                ? outcome.Output!
                : definition.OutputAs.Evaluate(outcome.Output!, _run.WorkflowScope(frame, outcome.Output!));
            return SchemaFaults.OfOutput(definition, output) is { } wrong
                ? TaskOutcome.Failed(wrong)
                : TaskOutcome.Completed(output);
        }
        catch (JqException error)
        {
            return TaskOutcome.Failed(WorkflowError.Expression(error.Message, "/"));
        }
    }

    /// <returns>Whether the run was found paused, and did not end.</returns>
    private async Task<bool> EndAsync(TaskOutcome outcome)
    {
        var edge = RunEnds.EdgeOf(_run, outcome, _options.PayloadBytesMax);
        var result = await _run.Log.CommitAsync(edge);
        _exit = ExitOf(result.Outcome);
        return result.Mark is { IsEndHeld: true };
    }

    /// <summary>The database does not take what the run wants to store: the run fails by name, without it
    /// (R9).</summary>
    private async Task<RunExit> EndRefusedAsync(string reason)
    {
        var log = _run.Log.Successor();
        var error = new WorkflowError(
            StandardErrors.Payload, 422, "The database refused what the run wanted to store.", reason, null);
        var edge = RunEnds.EdgeOf(_run, TaskOutcome.Failed(error), _options.PayloadBytesMax);
        return ExitOf((await log.CommitAsync(edge)).Outcome);
    }

    private void OnClosed(CommitResult result)
    {
        _exit = ExitOf(result.Outcome);
        _refused = result.Outcome == CommitOutcome.Refused ? result.Reason ?? "No reason was given." : null;
        _run.Stop.Cancel();
    }

    private static RunExit ExitOf(CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Committed or CommitOutcome.Ended or CommitOutcome.Refused => RunExit.Ended,
        CommitOutcome.Fenced => RunExit.Fenced,
        CommitOutcome.Gone => RunExit.Gone,
        _ => RunExit.Reload,
    };
}
