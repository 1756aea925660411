using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>A refusal as a model reads it: title, detail, and what to do in terms of the tools.</summary>
internal static class RefusalText
{
    /// <param name="root">Root of the API.</param>
    public static string Of(ApiException refusal, Uri root) => refusal switch
    {
        { Problem: { } problem } when RemedyOf(problem) is { } remedy =>
            $"{refusal.Message}\n  Remedy: {remedy}",
        { Problem: not null } => refusal.Message,
        UnreachableException =>
            $"{refusal.Message}\n  Remedy: see that the platform runs (./dev up starts one here) and that {root} is "
            + "its API; --api of `workflow mcp` says another address. Then call again.",
        _ => refusal.Message,
    };

    /// <summary>Null when the detail says all there is to say.</summary>
    private static string? RemedyOf(Problem problem) => problem.Type?[(problem.Type.LastIndexOf('/') + 1)..] switch
    {
        "execution-not-found" => "list_runs tells the runs that this token's user may see.",
        "workflow-not-found" or "ambiguous-workflow" =>
            "list_workflows tells the workflows there are; name one by its id.",
        "execution-not-cancellable" => "nothing is left to cancel; get_run tells how it ended.",
        "execution-not-retryable" =>
            "only a failed or cancelled run can be retried; watch_run waits for the end, start_run starts another.",
        "idempotency-key-reused" => "send the same arguments as before, or another idempotency_key.",
        "authentication-required" or "invalid-token" =>
            "set WORKFLOW_TOKEN in the environment of `workflow mcp` to a token or API key that counts.",
        "insufficient-scope" =>
            "WORKFLOW_TOKEN has to have the scopes runs:read, runs:write and definitions:read for all tools.",
        "backlog-full" or "quota-exceeded" or "rate-limited" or "starting-up" or "database-unavailable" =>
            "wait a little, then call again.",
        _ => null,
    };
}
