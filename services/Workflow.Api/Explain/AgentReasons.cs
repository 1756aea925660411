using Workflow.Database.Queries.Explain;

namespace Workflow.Api.Explain;

/// <summary>What a call of an agent waits for, and what stands in its way.</summary>
internal static class AgentReasons
{
    public static void Add(Draft draft, OpenStep step, Deadlines deadlines)
    {
        AddObstacles(draft, step);
        var (attempts, due) = (deadlines.AttemptsOf(step), deadlines.Of(step));
        var takenAt = draft.Situation.Shard.TakenAt;
        var sentAt = takenAt > step.StartedAt ? takenAt.Value : step.StartedAt;
        var attempt = attempts is { } max ? $"attempt {step.Attempt} of {max}" : $"attempt {step.Attempt}";
        draft.Because(
            ReasonCodes.WaitingForAgent,
            $"Agent '{step.AgentName}' has not answered step '{step.StepId}' ({attempt}) for "
            + $"{Spell.Duration(draft.Now - step.StartedAt)}.",
            step.StartedAt, due?.At,
            ("agent", step.AgentName), ("step_id", step.StepId), ("step_path", step.StepPath),
            ("iteration", step.Iteration), ("attempt", step.Attempt), ("attempts_max", attempts),
            ("task_id", step.TaskId), ("last_sent_at", sentAt), ("deadline", due?.At));
        draft.Then($"The answer of agent '{step.AgentName}' ends step '{step.StepId}'.");
        if (due is not null)
        {
            draft.Then($"Without an answer step '{step.StepId}' fails as timeout, by {due.Whose}.", due.At);
        }
    }

    private static void AddObstacles(Draft draft, OpenStep step)
    {
        var workforce = draft.Situation.Workforce;
        if (workforce.Bridges == 0 && step.Agent?.Transport != "kafka" && !draft.Has(ReasonCodes.NoBridge))
        {
            var since = workforce.BridgeSeenAt is { } at
                ? $" (the last sign of life was {Spell.Duration(draft.Now - at)} ago)" : "";
            draft.Because(
                ReasonCodes.NoBridge, $"No bridge is alive to post tasks to agents{since}.", workforce.BridgeSeenAt,
                null, ("last_seen_at", workforce.BridgeSeenAt));
            draft.Then("A bridge posts the task as soon as one runs: unanswered tasks are sent again and again.");
            draft.Remedy("Start a bridge (Workflow.Bridge); the call waits for it under the same task id.");
        }

        if (step.Agent is null)
        {
            draft.Because(
                ReasonCodes.AgentGone,
                $"Agent '{step.AgentName}' is not registered any more: a call under way may still end, a further one "
                + "fails.", null, null, ("agent", step.AgentName));
            draft.Remedy($"Register it again with PUT /api/v1/agents/{step.AgentName}.");
        }
        else if (!step.Agent.Enabled)
        {
            draft.Because(
                ReasonCodes.AgentDisabled,
                $"Agent '{step.AgentName}' is disabled: a call under way may still end, a further one fails.", null,
                null, ("agent", step.AgentName));
            draft.Remedy($"Enable it with PUT /api/v1/agents/{step.AgentName}.");
        }
    }
}
