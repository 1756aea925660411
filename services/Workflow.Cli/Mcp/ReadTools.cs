using System.ComponentModel;
using ModelContextProtocol.Server;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>Tools that read runs.</summary>
internal sealed class ReadTools(ApiClient api)
{
    private const int RunsMax = 100;
    private const int StepsMax = 500;
    private const int PayloadMax = 1_000_000;

    [McpServerTool(
        Name = "list_runs", Title = "List runs", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Lists runs, the newest first, narrowed by any of the filters.")]
    public async Task<RunPage> ListAsync(
        [Description("pending, running, completed, failed or cancelled; several by commas.")] string? status = null,
        [Description("Id, name or namespace/name of the workflow, or name of the agent.")] string? workflow = null,
        [Description("Text within the error message, in any case.")] string? error_contains = null,
        [Description("Text within the output, in any case. Needs created_from.")] string? output_contains = null,
        [Description("Created then or later, ISO 8601, such as 2026-11-20T00:00:00Z.")] string? created_from = null,
        [Description("Labels that they have, as key=value, by commas.")] string? labels = null,
        [Description("The business key that they were started with.")] string? business_key = null,
        [Description("Most runs of the page, 1 to 100.")] int limit = 20,
        [Description("Value of next_cursor from the page before.")] string? cursor = null,
        CancellationToken ct = default)
    {
        var path = Arguments.Query(
            "api/v1/executions", ("status", status), ("target_id", workflow), ("error_contains", error_contains),
            ("output_contains", output_contains), ("created_from", created_from), ("labels", labels),
            ("business_key", business_key), ("page_size", Arguments.Within(nameof(limit), limit, 1, RunsMax)),
            ("cursor", cursor));
        var page = await api.GetAsync(path, AnswerJson.Default.RunPageAnswer, ct);
        return new RunPage(
            [.. page.Executions.Select(ListedRun.Of)], page.Total, page.TotalIsEstimate, page.NextCursor);
    }

    [McpServerTool(
        Name = "get_run", Title = "Read a run", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Reads a run: its status, input, output and error.")]
    public async Task<RunResult> GetAsync(
        [Description("Id of the run.")] string run_id,
        [Description("Most characters that input and output each may have, 0 to 1000000; what is longer is left out, "
            + "and left_out tells its length.")]
        int payload_chars_max = Payload.Usual,
        CancellationToken ct = default)
    {
        var id = Arguments.RunId(run_id);
        var payload = new Payload(Arguments.Within(nameof(payload_chars_max), payload_chars_max, 0, PayloadMax));
        var run = await api.GetAsync($"api/v1/executions/{id}", AnswerJson.Default.RunAnswer, ct);
        var (input, output) = (payload.Kept("input", run.Inputs), payload.Kept("output", run.Outputs));
        return new RunResult(
            run.ExecutionId, run.TargetName, run.Status, run.CreatedAt, run.WorkflowVersion, run.StartedAt,
            run.CompletedAt, input, output, run.Error, run.CancelledBy, run.CancelReason, run.PausedAt,
            run.BusinessKey, run.Labels, run.ParentExecutionId, run.RetriedFrom, payload.LeftOut);
    }

    [McpServerTool(
        Name = "get_run_steps", Title = "Read a run's steps", ReadOnly = true, OpenWorld = false,
        UseStructuredContent = true)]
    [Description("Reads the steps of a run in the order in which they began, every attempt by itself, with errors.")]
    public async Task<StepPage> StepsAsync(
        [Description("Id of the run.")] string run_id,
        [Description("Most steps of the page, 1 to 500.")] int limit = 100,
        [Description("Steps to leave out before: value of next_offset from the page before.")] int offset = 0,
        CancellationToken ct = default)
    {
        Arguments.Within(nameof(limit), limit, 1, StepsMax);
        Arguments.Within(nameof(offset), offset, 0, int.MaxValue - StepsMax);
        var path = Arguments.Query(
            $"api/executions/{Arguments.RunId(run_id)}/steps", ("limit", limit), ("offset", offset));
        var page = await api.GetAsync(path, AnswerJson.Default.StepPageAnswer, ct);
        return new StepPage(
            [.. page.Steps.Select(StepResult.Of)], page.Steps.Count == limit ? offset + limit : null);
    }

    [McpServerTool(
        Name = "explain_run", Title = "Explain a run", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Tells why a run is where it is, what it waits for, what comes next, and what a person can do.")]
    public async Task<Explanation> ExplainAsync(
        [Description("Id of the run.")] string run_id, CancellationToken ct = default)
    {
        var told = await api.GetAsync(
            $"api/v1/executions/{Arguments.RunId(run_id)}/explain", AnswerJson.Default.ExplainAnswer, ct);
        return new Explanation(
            told.ExecutionId, told.Status, told.Summary, told.Reasons, told.Next, told.Remedies);
    }
}
