using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks;
using Workflow.Jq;

namespace Workflow.Execution.Runs;

/// <summary>Runs the extensions of a task around it. What their tasks leave behind is nobody's input; only
/// <c>then: exit</c> before the task puts its output in the task's place.</summary>
internal static class Extensions
{
    /// <param name="task">Runs the task itself.</param>
    public static async ValueTask<TaskOutcome> RunAsync(
        RunContext run, TaskNode node, JqValue rawInput, Frame frame, Func<ValueTask<TaskOutcome>> task,
        CancellationToken ct)
    {
        IReadOnlyList<TaskExtension> applying;
        try
        {
            applying = Applying(run, node, rawInput, frame);
        }
        catch (JqException error)
        {
            return TaskOutcome.Failed(WorkflowError.Expression(error.Message, node.Pointer));
        }

        foreach (var extension in applying)
        {
            if (await RunListAsync(run, extension.Before, rawInput, frame, ct) is not { } before)
            {
                continue;
            }

            if (before.Error is not null || before.Then == FlowDirective.End)
            {
                return before;
            }

            if (before.HasExited)
            {
                return TaskOutcome.Completed(before.Output!, node.Then);
            }
        }

        var outcome = await task();
        foreach (var extension in outcome.Error is null ? applying : [])
        {
            if (await RunListAsync(run, extension.After, outcome.Output!, frame, ct) is { } after
                && (after.Error is not null || after.Then == FlowDirective.End))
            {
                return after;
            }
        }

        return outcome;
    }

    /// <remarks>Looked at with the time of the run's start, so that a replay finds the same.</remarks>
    private static IReadOnlyList<TaskExtension> Applying(
        RunContext run, TaskNode node, JqValue rawInput, Frame frame)
    {
        var scope = run.ScopeOf(node, frame, rawInput, run.StartedAt);
        if (node.If is not null && !node.If.IsTrue(rawInput, scope))
        {
            return [];
        }

        if (node.Extensions.All(extension => extension.When is null))
        {
            return node.Extensions;
        }

        var described = scope.With("task", ScopeVariables.Described(scope, run.Start.Definition, node));
        return [.. node.Extensions.Where(
            extension => extension.When is null || extension.When.IsTrue(rawInput, described))];
    }

    private static async ValueTask<TaskOutcome?> RunListAsync(
        RunContext run, TaskList? list, JqValue input, Frame frame, CancellationToken ct) =>
        list is null ? null : await run.Interpreter.RunListAsync(run, list, input, frame, ct);
}
