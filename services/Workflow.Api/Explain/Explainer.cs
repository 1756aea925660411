using Workflow.Database.Queries.Explain;
using Workflow.Database.Recovery;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Explain;

/// <summary>Turns what the database knows of a run into words. Asks nobody.</summary>
public static class Explainer
{
    /// <param name="definition">The definition that the run executes; null when it is not needed or cannot be
    /// read.</param>
    /// <param name="silence">How long a process may be silent and still count as alive.</param>
    public static RunExplanation Explain(RunSituation situation, WorkflowDefinition? definition, TimeSpan silence)
    {
        var draft = new Draft(situation);
        if (situation.Run.Status.IsEnd())
        {
            EndReasons.Add(draft);
            return draft.Finish();
        }

        if (situation.Run.PausedAt is { } paused)
        {
            var by = situation.Run.PausedBy is { } who ? $" by {who}" : "";
            draft.Because(
                ReasonCodes.Paused, $"It was paused{by} {Spell.Duration(situation.Now - paused)} ago.", paused, null,
                ("paused_by", situation.Run.PausedBy));
            draft.Then("Nothing, until somebody resumes it.");
            draft.Remedy($"Resume it with POST /api/v1/executions/{situation.Run.RunId}/resume.");
        }

        OwnerReasons.Add(draft, silence);
        if (situation.Run.Status == RunStatus.Pending)
        {
            StartReasons.Add(draft);
        }
        else
        {
            new StepReasons(draft, definition).Add();
        }

        AddInbox(draft);
        return draft.Finish();
    }

    private static void AddInbox(Draft draft)
    {
        if (draft.Situation.Inbox is not [var oldest, ..] rows)
        {
            return;
        }

        draft.Because(
            ReasonCodes.UnreadInbox,
            $"{Spell.Count(draft.Situation.InboxTotal, "thing")} arrived for it that it has not taken in "
            + $"({string.Join(", ", rows.Select(row => row.Kind).Distinct())}).", oldest.ReceivedAt, null,
            ("unread", draft.Situation.InboxTotal), ("kinds", KindsOf(rows)));
        draft.Then(rows.All(row => row.Kind == RunInbox.SignalKind)
            ? "It takes in a signal when it comes to a task that listens for it."
            : "Its owner takes in what arrived, usually within a second.");
    }

    private static System.Text.Json.Nodes.JsonArray KindsOf(IReadOnlyList<UnreadRow> rows) =>
        [.. rows.Select(row => row.Kind).Distinct().Select(kind => (System.Text.Json.Nodes.JsonNode)kind)];
}
