using System.Text.Json.Serialization;
using Workflow.Api.Accounts;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Redaction;
using Workflow.Model;

namespace Workflow.Api.Surfaces.WorkflowExecutions;

/// <summary>Answer to a start.</summary>
/// <param name="Status"><c>pending</c>; of a repeated request, where its run is by now; its end when that was waited
/// for.</param>
/// <param name="OutputData">Null; its output when the run is known to have completed.</param>
/// <param name="ErrorMessage">Null; its error when the run is known to have failed.</param>
public sealed record ExecutionResult(
    Guid ExecutionId, string Status,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson OutputData, string? ErrorMessage);

/// <summary>Starts a workflow.</summary>
public static class ExecuteEndpoint
{
    private static readonly ObjectField Input = new("input_data", "The input of the run.");

    private static readonly BodyShape Body = new(StartFields.After(Input))
    {
        Example = """{"input_data": {"message": "Hello World"}}""",
    };

    public static void MapExecute(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/workflows/{workflow_id}/execute", ExecuteAsync)
            .Describe("Workflow executions", "Start a workflow, by its id or name")
            .TakesName("workflow_id")
            .Starts(Body)
            .Waits<ExecutionResult>()
            .Answers<ExecutionResult>(202, "The run is accepted, or was before under the same key.");

    private static async Task<IResult> ExecuteAsync(
        string workflow_id, Caller caller, Account account, HttpContext http, StartReader reader, StartCommand start,
        StartWaits waits)
    {
        var (body, terms, key, patience, problem) = await reader.ReadAsync(http.Request, Body);
        if (problem is not null)
        {
            return problem;
        }

        using var wait = waits.Begin(patience, account);
        var (run, refusal) = await start.RunAsync(
            caller,
            new StartRequest(RunType.Workflow, workflow_id, body.Get(Input), terms, key) { RunId = wait.RunId },
            http.RequestAborted);
        if (run is null)
        {
            return refusal!;
        }

        return await wait.EndAsync(http, run) is { } ended
            ? StartRoutes.Ended(
                http, run,
                new ExecutionResult(run.RunId, ended.Status.ToJson(), ended.End.Output, ended.End.ErrorMessage))
            : StartRoutes.Taken(
                http, run, $"/api/workflows/executions/{run.RunId}",
                new ExecutionResult(run.RunId, run.Status.ToJson(), run.Output, run.ErrorMessage));
    }
}
