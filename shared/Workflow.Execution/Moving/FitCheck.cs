using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Journal;
using Workflow.Execution.Ownership;
using Workflow.Execution.Runs;
using Workflow.Execution.Simulation;
using Workflow.Execution.Tasks;
using Workflow.Jq;
using Workflow.Model;
using JournalOfRuns = Workflow.Execution.Journal.Journal;

namespace Workflow.Execution.Moving;

/// <summary>Tries whether an open run could be carried on under another definition: replays it, without any effect,
/// until every branch would do something anew, and looks whether it came by all that is recorded.</summary>
public static class FitCheck
{
    /// <summary>Null when the recorded steps fit.</summary>
    /// <param name="now">What time the replay is to take it for: retries and deadlines depend on it.</param>
    public static Unfit? Of(
        WorkflowDefinition definition, Guid runId, JqValue input, DateTimeOffset startedAt,
        IReadOnlyList<StepRecord> steps, ExecutionOptions options, DateTimeOffset now)
    {
        if (OtherKind(definition, steps) is { } other)
        {
            return other;
        }

        var time = new SimulatedClock(now);
        using var slots = new SlotPool(1);
        using var hold = new ShardHold(new ShardClaim(0, 0, Guid.Empty), time);
        // Never started: whoever wants a commit waits, as for everything else outside.
        var journal = new JournalOfRuns(
            new NoStore(), new JournalOptions(), time, NullLogger<JournalOfRuns>.Instance, new Nowhere());
        var start = new RunStart
        {
            RunId = runId,
            Hold = hold,
            Definition = definition,
            Input = input,
            Status = RunStatus.Running,
            StartedAt = startedAt,
            Steps = steps,
        };
        var executor = new CentralizedExecutor(
            start, journal, new TaskInterpreter(TaskRunners.WithoutEffects(options), options), slots, options, time,
            NullLogger<CentralizedExecutor>.Instance);
        var thread = new SimulatedThread();
        thread.Begin(executor.ReplayAsync);
        thread.RunDry(() => false);
        return executor.Unreached is { } step ? new Unfit(
            step.StepId, step.Key, "It is recorded, and the new version does not come by it before it would do "
            + "something else: a task before it is new, gone, or goes elsewhere.") : null;
    }

    /// <summary>A step that is something else in the definition.</summary>
    private static Unfit? OtherKind(WorkflowDefinition definition, IReadOnlyList<StepRecord> steps)
    {
        var tasks = TaskTree.Of(definition).ToDictionary(task => task.Pointer);
        foreach (var step in steps)
        {
            if (tasks.GetValueOrDefault(step.Key.Path) is not { } task)
            {
                continue;
            }

            var name = step.HasEnded ? null : (task as CallAgentTask)?.Agent;
            if (task.StepType != step.StepType || (name is not null && step.AgentName is { } old && old != name))
            {
                return new Unfit(
                    step.StepId, step.Key,
                    $"It is recorded as {Named(step.StepType, step.AgentName)}, and is "
                    + $"{Named(task.StepType, name)} in the new version.");
            }
        }

        return null;
    }

    private static string Named(string type, string? agent) => agent is null ? type : $"{type} of {agent}";

    private sealed class NoStore : IJournalStore
    {
        public Task<IReadOnlyList<CommitResult>> FlushAsync(IReadOnlyList<RunCommit> commits, CancellationToken ct) =>
            throw new InvalidOperationException("A check commits nothing.");
    }
}
