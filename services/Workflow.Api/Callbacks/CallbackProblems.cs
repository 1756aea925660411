using Workflow.Api.Http;
using Workflow.Database.Callbacks;
using Workflow.Model;
using Workflow.Model.Callbacks;

namespace Workflow.Api.Callbacks;

/// <summary>Errors about callbacks of agents.</summary>
internal static class CallbackProblems
{
    public static Problem Unknown(bool isSetUp) => new(
        ProblemTypes.CallbackUnknown,
        isSetUp
            ? "It is not one that was given out here, or its secret is no longer in use; use callback_url of the call "
            + "as it is."
            : "This API takes no callbacks: it has no WORKFLOW_CALLBACK_SECRET.");

    public static Problem Expired(CallbackToken token) => new(
        ProblemTypes.CallbackExpired,
        $"It was good until {token.ExpiresAt:O}: the attempt's deadline, or WORKFLOW_CALLBACK_LIFETIME_MS after the "
        + "call. Nobody waits for the answer any more, or the task is sent again.")
    {
        Facts = FactsOf(token),
    };

    /// <param name="receipt">What was found instead of a step that runs.</param>
    public static Problem Closed(CallbackToken token, CallbackReceipt receipt)
    {
        var why = receipt switch
        {
            { Run: null } => "the run is gone",
            { Run: { } run } when run.IsEnd() => $"the run is {run.ToJson()}",
            { Step: { } step } => $"the step's attempt is {step.ToJson()}",
            _ => "there is no such step",
        };
        return new Problem(
            ProblemTypes.CallbackClosed, $"Nobody waits for task {token.TaskId} any more: {why}. Stop working on it.")
        {
            Facts = FactsOf(
                token, ("execution_status", receipt.Run?.ToJson()), ("step_status", receipt.Step?.ToJson())),
        };
    }

    public static Problem Answered(CallbackToken token) => new(
        ProblemTypes.CallbackAnswered,
        $"Task {token.TaskId} is answered already, and the first answer counts; send nothing more for it.")
    {
        Facts = FactsOf(token),
    };

    public static Problem NoObject(int line) => Problems.InvalidBody(
    [
        new ProblemError("", line, null, "The line is JSON, but no object.", """a line such as {"heartbeat": true}"""),
    ]);

    public static Problem CheckpointTooLarge(int line, int bytes, int max) => Problems.InvalidBody(
    [
        new ProblemError(
            "/checkpoint", line, null,
            $"The checkpoint has {bytes} bytes; {max} are allowed (WORKFLOW_CALLBACK_CHECKPOINT_BYTES_MAX).",
            "a small one; keep big data outside and send a reference"),
    ]);

    private static Dictionary<string, object?> FactsOf(
        CallbackToken token, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var facts = new Dictionary<string, object?>
        {
            ["task_id"] = token.TaskId,
            ["execution_id"] = token.RunId,
        };
        foreach (var (name, value) in more)
        {
            facts[name] = value;
        }

        return facts;
    }
}
