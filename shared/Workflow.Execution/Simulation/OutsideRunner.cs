using Workflow.Definitions.Syntax;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks;
using Workflow.Model;

namespace Workflow.Execution.Simulation;

/// <summary>Stands for everything outside: gives a task the result that was given for it. Without one the task waits
/// for ever, and says what it asks for.</summary>
/// <param name="heard">Events that are recorded.</param>
internal sealed class OutsideRunner(GivenResults results, HeardEvents heard) : ITaskRunner
{
    private readonly List<NeededResult> _needs = [];

    /// <summary>Tasks that wait for a result, by their places.</summary>
    public IReadOnlyList<NeededResult> Needs =>
        [.. _needs.OrderBy(need => need.Key.Path, StringComparer.Ordinal)
            .ThenBy(need => need.Key.Iteration, StringComparer.Ordinal)];

    /// <summary>Whether the task reaches outside, and nothing of its result is worked out here.</summary>
    public static bool IsFor(TaskNode node) => node is not (
        SetTask or SwitchTask or DoTask or ForTask or ForkTask or TryTask or RaiseTask or WaitTask or EmitTask
        or ForeachTask or ListenTask { Foreach: not null });

    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var asked = call.Run.TextOf(call.Node switch
        {
            CallAgentTask { With: { } with } => with.Evaluate(call.Input, call.Scope),
            RunWorkflowTask { Input: { } input } => input.Evaluate(call.Input, call.Scope),
            _ => call.Input,
        });
        call.Note(draft => draft with { Input = asked, AgentName = (call.Node as CallAgentTask)?.Agent });
        call.Begin();
        await call.BarrierAsync(ct);
        var listen = call.Node as ListenTask;
        var known = (listen?.Foreach is null ? null : heard.Of(call, listen)) ?? results.Take(call.Node);
        if (known is { } outcome)
        {
            return listen?.Foreach is { } each && outcome.Error is null
                ? await HeardEvents.GoThroughAsync(call, listen, each, outcome.Output!, ct)
                : outcome;
        }

        _needs.Add(new NeededResult(call.Key, call.Node.Name, call.Node.StepType, asked));
        await call.Run.OutsideAsync(new TaskCompletionSource<bool>().Task.OrCancelled(ct));
        return TaskOutcome.Held;
    }
}

/// <summary>A step of a simulation that has no result yet.</summary>
/// <param name="StepType">One of <see cref="Model.StepType"/>.</param>
/// <param name="Input">What it would send.</param>
public sealed record NeededResult(StepKey Key, string StepId, string StepType, RawJson Input);
