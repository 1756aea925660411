using System.Text.Json;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Replay;
using Workflow.Execution.Tasks;
using Workflow.Execution.Tasks.CallAgent;
using Workflow.Execution.Tasks.Tools;
using Workflow.Execution.Telemetry;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>Walks a definition: data flow, flow directives, timeouts, and what is recorded of each task.</summary>
/// <remarks>A recorded end returns at once; the interpreter is the same for a fresh run and for a replay.</remarks>
public sealed class TaskInterpreter(TaskRunners runners, ExecutionOptions options)
{
    /// <summary>Expressions can put what they see into their message in any disguise.</summary>
    private const string UntoldExpression =
        "An expression of the task failed; why is not told, since it could hold a secret.";

    /// <summary>The calls of tools by all runs of this process.</summary>
    public OwnCalls OwnCalls { get; } = new();

    /// <summary>Runs a task list from its first task. The outcome's directive is <c>end</c> when the whole run is to
    /// end.</summary>
    public async ValueTask<TaskOutcome> RunListAsync(
        RunContext run, TaskList list, JqValue input, Frame frame, CancellationToken ct)
    {
        var value = input;
        var pass = 0;
        var current = frame;
        for (var index = 0; index < list.Tasks.Count;)
        {
            var outcome = await RunTaskAsync(run, list.Tasks[index], value, current, ct);
            if (outcome.Error is not null)
            {
                frame.Context = current.Context;
                return outcome;
            }

            value = outcome.Output!;
            var then = outcome.Then!.Value;
            if (then.Kind is FlowKind.End or FlowKind.Exit)
            {
                frame.Context = current.Context;
                return TaskOutcome.Completed(value, then.Kind == FlowKind.End ? FlowDirective.End : null) with
                {
                    HasExited = then.Kind == FlowKind.Exit,
                };
            }

            var next = then.Kind == FlowKind.GoTo ? list.IndexOf(then.Target!) : index + 1;
            if (next <= index)
            {
                var context = current.Context;
                current = frame.Return(++pass);
                current.Context = context;
            }

            index = next;
        }

        frame.Context = current.Context;
        return TaskOutcome.Completed(value);
    }

    /// <summary>Runs one task, or gives back what is recorded of it. A completed outcome always has a
    /// directive.</summary>
    public ValueTask<TaskOutcome> RunTaskAsync(
        RunContext run, TaskNode node, JqValue rawInput, Frame frame, CancellationToken ct) =>
        node.Extensions.Count == 0
            ? RunAttemptsAsync(run, node, rawInput, frame, ct)
            : Extensions.RunAsync(
                run, node, rawInput, frame, () => RunAttemptsAsync(run, node, rawInput, frame, ct), ct);

    private ValueTask<TaskOutcome> RunAttemptsAsync(
        RunContext run, TaskNode node, JqValue rawInput, Frame frame, CancellationToken ct) =>
        node is CallAgentTask && !frame.IsRetried
            ? AgentRetries.RunAsync(run, frame, place => RunStepAsync(run, node, rawInput, place, ct), ct)
            : RunStepAsync(run, node, rawInput, frame, ct);

    private async ValueTask<TaskOutcome> RunStepAsync(
        RunContext run, TaskNode node, JqValue rawInput, Frame frame, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var key = new StepKey(node.Pointer, Iteration.Text(frame.Place), frame.Attempt);
        var recorded = run.Recorded.Take(key);
        if (recorded is { HasEnded: true })
        {
            run.Recorded.Cover(node.Pointer, frame.Place);
            return StepEnds.FromRecord(recorded, node, rawInput, frame);
        }

        if (run.Recorded.Attempts > options.StepsPerRunMax)
        {
            return TaskOutcome.Failed(WorkflowError.Runtime(
                $"The run has begun more than {options.StepsPerRunMax} steps (option StepsPerRunMax): it may be a " +
                "loop without an end. Split the work into several runs or raise the limit.", node.Pointer));
        }

        await run.BoundPendingAsync(ct);
        while (true)
        {
            if (recorded is null)
            {
                await run.GateAsync(ct);
            }

            if (await AttemptAsync(run, node, rawInput, frame, key, recorded, ct) is { } outcome)
            {
                return outcome;
            }
        }
    }

    /// <summary>Runs an attempt that has not ended.</summary>
    /// <returns>Null when the run was paused before it began: then, and only then, it may begin now.</returns>
    private async ValueTask<TaskOutcome?> AttemptAsync(
        RunContext run, TaskNode node, JqValue rawInput, Frame frame, StepKey key, StepRecord? recorded,
        CancellationToken ct)
    {
        using var span = RunSpans.OfStep(run, node, key.Attempt);
        TaskCall? call = null;
        try
        {
            call = Open(run, node, rawInput, frame, key, recorded);
            if (recorded is null && node.If is not null && !node.If.IsTrue(rawInput, call.Scope))
            {
                return StepEnds.Skip(run, call, rawInput);
            }

            if (SchemaFaults.OfInput(node, rawInput) is { } unfit)
            {
                return StepEnds.Record(run, call, TaskOutcome.Failed(unfit), options);
            }

            if (recorded is not null && run.OpenSteps.DecidedBefore(key) is { } verdict)
            {
                return VerdictEnds.Record(run, call, verdict, rawInput, options);
            }

            return IsMomentary(node)
                ? await RunOnceAsync(run, call, ct)
                : await RunUnlessDecidedAsync(run, call, rawInput, ct);
        }
        catch (Exception error) when (error is JqException or FormatException or JsonException)
        {
            // An input that is not what was asked for may well have failed an expression first.
            return StepEnds.Record(
                run, call ?? new TaskCall(run, node, frame, key, rawInput, recorded),
                TaskOutcome.Failed(SchemaFaults.OfInput(node, rawInput) ?? Told(node, error)), options);
        }
        catch (OperationCanceledException) when (!run.Stop.IsCancellationRequested && call is not null)
        {
            StepEnds.Cancel(run, call);
            throw;
        }
        finally
        {
            call?.Committed?.Invoke(false);
        }
    }

    private static WorkflowError Told(TaskNode node, Exception error) => WorkflowError.Evaluation(
        error, node.Secrets.Count == 0 ? error.Message : UntoldExpression, node.Pointer);

    /// <summary>Tasks that are over before anybody could decide about them.</summary>
    private static bool IsMomentary(TaskNode node) => node is SetTask or SwitchTask or RaiseTask;

    /// <summary>Runs a task that an operator may cut off.</summary>
    private async ValueTask<TaskOutcome?> RunUnlessDecidedAsync(
        RunContext run, TaskCall call, JqValue rawInput, CancellationToken ct)
    {
        using var open = run.OpenSteps.Open(call.Key, ct);
        using var scope = run.Logger.BeginScope(RunScope.Of(call));
        try
        {
            return await RunOnceAsync(run, call, open.Token);
        }
        catch (OperationCanceledException) when (
            open.Verdict is not null && !ct.IsCancellationRequested && !run.Stop.IsCancellationRequested)
        {
            return VerdictEnds.Record(run, call, open.Verdict, rawInput, options);
        }
    }

    private async ValueTask<TaskOutcome?> RunOnceAsync(RunContext run, TaskCall call, CancellationToken ct)
    {
        var outcome = await RunWithinTimeoutAsync(run, call, ct);
        if (!outcome.IsHeld)
        {
            return StepEnds.Record(run, call, outcome, options);
        }

        await HoldAsync(run, call, ct);
        return null;
    }

    /// <summary>Nothing was asked of anybody yet, so the step is shown as waiting to begin, unless it had begun before
    /// a take-over.</summary>
    private static async Task HoldAsync(RunContext run, TaskCall call, CancellationToken ct)
    {
        if (call.Recorded is null)
        {
            run.Log.Put(call.Draft with { Status = StepStatus.Pending });
            await run.BarrierAsync(ct);
        }

        await run.GateAsync(ct);
    }

    private static TaskCall Open(
        RunContext run, TaskNode node, JqValue rawInput, Frame frame, StepKey key, StepRecord? recorded)
    {
        if (node.InputFrom is null)
        {
            return new TaskCall(run, node, frame, key, rawInput, recorded);
        }

        var scope = run.ScopeOf(node, frame, rawInput, run.Clock.GetUtcNow());
        return new TaskCall(run, node, frame, key, node.InputFrom.Evaluate(rawInput, scope), recorded);
    }

    private async ValueTask<TaskOutcome> RunWithinTimeoutAsync(RunContext run, TaskCall call, CancellationToken ct)
    {
        var runner = runners.For(call.Node);
        if (call.Node.Timeout is null)
        {
            return await runner.RunAsync(call, ct);
        }

        var limit = call.Node.Timeout.After.Evaluate(call.Input, call.Scope);
        return await Deadline.RunAsync(
            run,
            (call.Frame.CallsSince ?? call.StartedAt) + limit,
            inner => runner.RunAsync(call, inner),
            () => WorkflowError.Timeout($"Task '{call.Node.Name}' took longer than {limit}.", call.Node.Pointer),
            ct,
            looksOnce: call is { Node: ListenTask, Recorded: not null });
    }
}
