using System.Text.Json.Nodes;
using Workflow.Database.Queries.Explain;
using Workflow.Jq;

namespace Workflow.Api.Explain;

/// <summary>What a step waits for that listens: a signal, or a person's decision.</summary>
internal static class SignalReasons
{
    public static void Add(Draft draft, OpenStep step, Deadlines deadlines)
    {
        var noted = step.Metadata.IsNull ? JqValue.Null : JqValue.Parse(step.Metadata.Utf8.Span);
        var approval = noted["approval"];
        string[] types = [.. noted["listen"]["types"].Items.Select(type => type.AsString).OfType<string>()];
        var due = deadlines.Of(step);
        draft.Because(
            approval.IsNull ? ReasonCodes.WaitingForSignal : ReasonCodes.WaitingForApproval,
            approval.IsNull
                ? $"Step '{step.StepId}' waits for {Wanted(noted["listen"]["for"].AsString, types)}."
                : $"Step '{step.StepId}' waits for a person's decision"
                    + $"{(approval["title"].AsString is { } title ? $": {title.TrimEnd('.')}" : "")}.",
            step.StartedAt, due?.At,
            ("step_id", step.StepId), ("step_path", step.StepPath), ("iteration", step.Iteration),
            ("attempt", step.Attempt), ("attempts_max", deadlines.AttemptsOf(step)),
            ("types", new JsonArray([.. types.Select(type => (JsonNode)type)])));
        draft.Then(approval.IsNull ? "What it listens for ends the step." : "The decision ends the step.");
        if (due is not null)
        {
            draft.Then($"The step fails as timeout, by {due.Whose}.", due.At);
        }

        var run = $"/api/v1/executions/{draft.Situation.Run.RunId}";
        draft.Remedy(approval.IsNull
            ? $"Signal it with POST {run}/signals{(types.Length == 0 ? "" : $" and the type {types[0]}")}."
            : $"Decide with POST {run}/approvals/{Uri.EscapeDataString(step.StepId)} and the decision approve or "
                + "reject.");
    }

    private static string Wanted(string? strategy, string[] types) => types.Length switch
    {
        0 => "a signal",
        1 => $"a signal of the type {types[0]}",
        _ => $"{(strategy == "all" ? "signals of all" : "a signal of one")} of the types {string.Join(", ", types)}",
    };
}
