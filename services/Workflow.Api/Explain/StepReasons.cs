using Workflow.Database.Queries.Explain;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Explain;

/// <summary>What the open steps of a running run wait for.</summary>
internal sealed class StepReasons(Draft draft, WorkflowDefinition? definition)
{
    private readonly Deadlines _deadlines = new(draft.Situation, definition);

    public void Add()
    {
        var steps = draft.Situation.Steps;
        foreach (var step in Steps.Innermost(steps))
        {
            Tell(step);
        }

        if (steps.Count == 0)
        {
            draft.Because(
                ReasonCodes.Executing,
                "Its owner works on steps that need nobody else; they are committed together.",
                draft.Situation.Run.StartedAt, null, ("owner", draft.Situation.Shard.Owner));
            draft.Then("Its next commit.");
        }
        else if (draft.Situation.StepsTotal > steps.Count)
        {
            var more = draft.Situation.StepsTotal - steps.Count;
            draft.Because(
                ReasonCodes.MoreSteps, $"{Spell.Count(more, "further step")} are open that are not told about here.",
                null, null, ("open_steps", draft.Situation.StepsTotal));
        }

        AddLimits();
    }

    private void Tell(OpenStep step)
    {
        var (until, retry) = Steps.NotedOf(step);
        switch (step.StepType)
        {
            case StepType.AgentExecution:
                AgentReasons.Add(draft, step, _deadlines);
                break;
            case StepType.SubWorkflow:
                Child(step);
                break;
            case StepType.Wait when until is { } due:
                Because(
                    ReasonCodes.WaitingUntil, step, $"Step '{step.StepId}' waits until {Spell.Moment(due)}.", due);
                draft.Then($"Step '{step.StepId}' ends and the run goes on.", due);
                break;
            case StepType.Wait:
                SignalReasons.Add(draft, step, _deadlines);
                break;
            case StepType.ToolCall:
                Tool(step);
                break;
            default:
                if (until > draft.Now && retry is { } retries)
                {
                    BackOff(step, until.Value, retries);
                }
                else
                {
                    Because(
                        ReasonCodes.Executing, step,
                        $"Its owner works inside step '{step.StepId}', on what needs nobody else.", null);
                }

                break;
        }
    }

    private void Tool(OpenStep step)
    {
        var due = _deadlines.Of(step);
        var tool = step.ToolName is null ? "" : $" (tool {step.ToolName})";
        Because(
            ReasonCodes.RunningStep, step,
            $"Step '{step.StepId}'{tool} has been running for {Spell.Duration(draft.Now - step.StartedAt)}.", due?.At);
        draft.Then($"Step '{step.StepId}' ends with the answer to its call.");
    }

    private void Child(OpenStep step)
    {
        var child = step.Child;
        draft.Because(
            ReasonCodes.WaitingForChild,
            child is null
                ? $"Step '{step.StepId}' is about to enter its child run."
                : $"Step '{step.StepId}' waits for its child run {child.RunId} of '{child.WorkflowName}', which is "
                    + $"{child.Status.ToJson()}.",
            step.StartedAt, _deadlines.Of(step)?.At,
            ("step_id", step.StepId), ("step_path", step.StepPath), ("iteration", step.Iteration),
            ("child_execution_id", child?.RunId), ("child_status", child?.Status.ToJson()));
        draft.Then("The end of the child run ends the step.");
        if (child is not null)
        {
            draft.Remedy($"GET /api/v1/executions/{child.RunId}/explain tells what the child run waits for.");
        }
    }

    private void BackOff(OpenStep step, DateTimeOffset until, int retries)
    {
        var attempts = _deadlines.TryOf(step)?.Retry?.MaxAttempts + 1;
        var failure = draft.Situation.LastFailure is { } last
            && last.StepPath.StartsWith(step.StepPath + "/", StringComparison.Ordinal) ? last : null;
        draft.Because(
            ReasonCodes.BackOff,
            $"Attempt {retries} {(attempts is { } max ? $"of {max} " : "")}inside '{step.StepId}' failed"
            + $"{(failure?.ErrorMessage is { } text ? $" ({text.TrimEnd('.')})" : "")}, and the next one waits until "
            + $"{Spell.Moment(until)}.",
            failure?.CompletedAt ?? step.StartedAt, until,
            ("step_id", step.StepId), ("step_path", step.StepPath), ("iteration", step.Iteration),
            ("attempt_failed", retries), ("attempts_max", attempts), ("failed_step_id", failure?.StepId),
            ("error_message", failure?.ErrorMessage));
        draft.Then($"Attempt {retries + 1} begins.", until);
    }

    private void AddLimits()
    {
        if (_deadlines.RunEnd is { } end)
        {
            draft.Then("The run fails as timeout, if it has not ended.", end.At);
        }

        if (draft.Situation.Run is { WakeAt: { } wake, PausedAt: null })
        {
            draft.Then("Its owner loads it again, at the latest: it is parked.", wake);
        }
    }

    private void Because(string code, OpenStep step, string message, DateTimeOffset? until) => draft.Because(
        code, message, step.StartedAt, until,
        ("step_id", step.StepId), ("step_path", step.StepPath), ("iteration", step.Iteration),
        ("attempt", step.Attempt), ("attempts_max", _deadlines.AttemptsOf(step)), ("tool", step.ToolName),
        ("task_id", step.TaskId));
}
