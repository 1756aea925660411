using System.ComponentModel;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>Tools that steer runs.</summary>
internal sealed class VerbTools(ApiClient api)
{
    [McpServerTool(
        Name = "cancel_run", Title = "Cancel a run", Destructive = true, OpenWorld = false,
        UseStructuredContent = true)]
    [Description("Cancels a pending or running run at once; that is final.")]
    public async Task<CancelResult> CancelAsync(
        [Description("Id of the run.")] string run_id,
        [Description("Why, for people, up to 1000 characters; becomes the run's error message.")] string? reason = null,
        CancellationToken ct = default)
    {
        var done = await api.PostAsync(
            $"api/v1/executions/{Arguments.RunId(run_id)}/cancel", BodyOf(reason), AnswerJson.Default.CancelAnswer, ct);
        return new CancelResult(done.ExecutionId, done.Status, done.CancelledAt, done.Stage);
    }

    [McpServerTool(
        Name = "retry_run", Title = "Retry a run", Destructive = false, OpenWorld = true, UseStructuredContent = true)]
    [Description("Starts a new run that carries on where a failed or cancelled one stopped; finished steps are taken "
        + "over.")]
    public async Task<RetryResult> RetryAsync(
        [Description("Id of the failed or cancelled run.")] string run_id,
        [Description("Why, for people, up to 1000 characters; kept in the audit log.")] string? reason = null,
        [Description("A text of your own for this retry, up to 255 ASCII characters; the same key never makes a second "
            + "run.")]
        string? idempotency_key = null,
        CancellationToken ct = default)
    {
        var taken = await api.PostAsync(
            $"api/v1/executions/{Arguments.RunId(run_id)}/retry", BodyOf(reason), AnswerJson.Default.RetryAnswer, ct,
            ("Idempotency-Key", Arguments.Key(idempotency_key)));
        return new RetryResult(taken.ExecutionId, taken.Status, taken.RetriedFrom, taken.InheritedSteps);
    }

    private static JsonObject BodyOf(string? reason) => reason is null ? [] : new JsonObject { ["reason"] = reason };
}
