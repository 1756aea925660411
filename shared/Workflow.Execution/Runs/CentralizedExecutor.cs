using Microsoft.Extensions.Logging;
using Workflow.Execution.Errors;
using Workflow.Execution.Journal;
using Workflow.Execution.Tasks;
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
    private readonly TaskCompletionSource<bool> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
            Committed = () => _begun.TrySetResult(true),
        };
        _run = new RunContext(start, log, _slot, interpreter, options, clock);
    }

    public Guid RunId => _start.RunId;

    public int Shard => _start.Hold.Claim.Shard;

    /// <summary>Whether all branches wait for something outside of this process.</summary>
    public bool IsWaiting => _slot.IsIdle && _run.CallsInProcess == 0;

    /// <summary>True with the first commit, false with an exit before any.</summary>
    public Task<bool> Begun => _begun.Task;

    /// <summary>Executes until the run has ended, is parked, or is not ours any more. Never throws.</summary>
    public async Task<RunExit> RunAsync()
    {
        try
        {
            await _slot.EnterAsync(_run.Stop.Token);
            await ExecuteAsync();
        }
        catch (OperationCanceledException) when (_run.Stop.IsCancellationRequested)
        {
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
        return exit;
    }

    /// <summary>Lets go of the run; what is not committed is done again by whoever carries it on.</summary>
    public void Release(RunExit exit)
    {
        _exit = exit;
        _run.Stop.Cancel();
        _run.Log.Close(new CommitResult(CommitOutcome.Moved));
    }

    /// <summary>Commits what has ended, without letting go.</summary>
    public Task FlushAsync() => _run.Log.PendingSteps > 0 ? _run.Log.CommitAsync() : _run.Log.LandedAsync();

    /// <summary>Parks the run if all it does is wait, and long enough.</summary>
    public async Task TryParkAsync(DateTimeOffset now)
    {
        if (_start.Alone || !IsWaiting || _run.Timers.ParkUntil(now, _options.ParkAfter) is not { } due)
        {
            return;
        }

        var result = await _run.Log.CommitAsync(new RunEdge(RunStatus.Running) { WakeAt = due });
        if (result.Outcome == CommitOutcome.Committed && _slot.TryClose(_run.Log.TryCloseQuiet))
        {
            Release(RunExit.Parked);
        }
    }

    private async Task ExecuteAsync()
    {
        var frame = Frame.Root();
        var outcome = _start.Definition.Timeout is null
            ? await RunDefinitionAsync(frame, _run.Stop.Token)
            : await RunWithinTimeoutAsync(frame);
        if (_run.Recorded.Unreached() is { } step)
        {
            outcome = TaskOutcome.Failed(new WorkflowError(
                StandardErrors.ReplayMismatch, 500, "The recorded history does not fit the definition.",
                $"Step {step.Key.Path} (iteration {step.Key.Iteration}, attempt {step.Key.Attempt}) is recorded but " +
                "was not reached again. Nothing of it was repeated; start the run anew.", step.Key.Path));
        }

        await EndAsync(outcome);
    }

    private async ValueTask<TaskOutcome> RunWithinTimeoutAsync(Frame frame)
    {
        var scope = _run.WorkflowScope(frame, JqValue.Null);
        var limit = _start.Definition.Timeout!.After.Evaluate(_start.Input, scope);
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
            var input = definition.InputFrom is null
                ? _start.Input
                : definition.InputFrom.Evaluate(_start.Input, _run.WorkflowScope(frame, JqValue.Null));
            var outcome = await _run.Interpreter.RunListAsync(_run, definition.Do, input, frame, ct);
            return outcome.Error is not null || definition.OutputAs is null
                ? outcome
                : TaskOutcome.Completed(
                    definition.OutputAs.Evaluate(outcome.Output!, _run.WorkflowScope(frame, outcome.Output!)));
        }
        catch (JqException error)
        {
            return TaskOutcome.Failed(WorkflowError.Expression(error.Message, "/"));
        }
    }

    private async Task EndAsync(TaskOutcome outcome)
    {
        var edge = RunEnds.EdgeOf(outcome, _run.Clock.GetUtcNow(), _options.PayloadBytesMax);
        var result = await _run.Log.CommitAsync(edge);
        _exit = ExitOf(result.Outcome);
    }

    /// <summary>The database does not take what the run wants to store: the run fails by name, without it
    /// (R9).</summary>
    private async Task<RunExit> EndRefusedAsync(string reason)
    {
        var log = _run.Log.Successor();
        var error = new WorkflowError(
            StandardErrors.Payload, 422, "The database refused what the run wanted to store.", reason, null);
        var edge = RunEnds.EdgeOf(TaskOutcome.Failed(error), _run.Clock.GetUtcNow(), _options.PayloadBytesMax);
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
