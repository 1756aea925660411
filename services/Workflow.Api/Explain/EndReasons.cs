using Workflow.Api.Redaction;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Api.Explain;

/// <summary>How a run ended.</summary>
internal static class EndReasons
{
    public static void Add(Draft draft)
    {
        switch (draft.Situation.Run.Status)
        {
            case RunStatus.Completed:
                Completed(draft);
                break;
            case RunStatus.Cancelled:
                Cancelled(draft);
                break;
            case RunStatus.Failed:
                Failed(draft);
                break;
        }
    }

    private static void Completed(Draft draft)
    {
        var run = draft.Situation.Run;
        var took = run.CompletedAt - (run.StartedAt ?? run.CompletedAt);
        draft.Because(
            ReasonCodes.Completed,
            $"It reached the end of its definition{(took is { } time ? $" after {Spell.Duration(time)}" : "")}.",
            run.CompletedAt, null, ("duration_ms", (long?)took?.TotalMilliseconds));
    }

    private static void Cancelled(Draft draft)
    {
        var run = draft.Situation.Run;
        var reason = run.ErrorMessage is null ? "." : $": {run.ErrorMessage}";
        draft.Because(
            ReasonCodes.Cancelled, $"It was cancelled by {run.CancelledBy ?? "somebody who left no name"}{reason}",
            run.CompletedAt, null, ("cancelled_by", run.CancelledBy), ("reason", run.ErrorMessage),
            ("parent_execution_id", run.ParentId));
    }

    private static void Failed(Draft draft)
    {
        var (run, step) = (draft.Situation.Run, draft.Situation.LastFailure);
        var error = run.Error.IsNull ? JqValue.Null : JqValue.Parse(PayloadView.Of(run.Error).Utf8.Span);
        var type = error["type"].AsString;
        var at = step is null ? "" : $" at step '{step.StepId}' (attempt {step.Attempt})";
        draft.Because(
            ReasonCodes.Failed, $"It failed{at}: {run.ErrorMessage ?? "no message was left"}", run.CompletedAt, null,
            ("step_id", step?.StepId), ("step_path", step?.StepPath), ("iteration", step?.Iteration),
            ("attempt", step?.Attempt), ("agent", step?.AgentName), ("error_type", type),
            ("error_status", (int?)error["status"].AsNumber), ("error_title", error["title"].AsString),
            ("error_detail", error["detail"].AsString), ("error_instance", error["instance"].AsString));
        draft.Remedy(RemedyFor(type));
        if (step is not null && type != StandardErrors.Poison)
        {
            draft.Remedy(
                $"POST /api/v1/executions/{run.RunId}/retry starts a new execution that goes on at the failed step.");
        }
    }

    private static string RemedyFor(string? type) => type switch
    {
        StandardErrors.Configuration => "Mend what the error names (an agent, an address, the definition), then start "
            + "it again.",
        StandardErrors.Validation or StandardErrors.Expression => "Correct the definition or the input, then start it "
            + "again.",
        StandardErrors.Timeout => "See why it took so long, or raise the timeout that has passed, then start it again.",
        StandardErrors.Communication => "See whether the agent or tool answers now, then start it again; a try with a "
            + "retry policy survives short outages.",
        StandardErrors.Payload => "Take out what the database cannot keep (the error names it), then start it again.",
        StandardErrors.QueueTimeout => "Run more consumers, or give starts a longer queue_timeout_seconds, then start "
            + "it again.",
        StandardErrors.Poison => "Look for a step that exhausts memory or the stack and mend it; only then start it "
            + "again.",
        StandardErrors.ReplayMismatch => "Nothing was repeated; start it anew, and report what changed in between.",
        _ => "Mend the cause that the error names, then start it again.",
    };
}
