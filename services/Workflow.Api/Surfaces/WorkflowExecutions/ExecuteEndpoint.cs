using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Model;

namespace Workflow.Api.Surfaces.WorkflowExecutions;

/// <summary>Answer to a start.</summary>
/// <param name="Status"><c>pending</c>; of a repeated request, where its run is by now.</param>
/// <param name="OutputData">Null; of a repeated request whose run has completed, its output.</param>
/// <param name="ErrorMessage">Null; of a repeated request whose run has failed, its error.</param>
public sealed record ExecutionResult(Guid ExecutionId, string Status, RawJson OutputData, string? ErrorMessage);

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
            .Answers<ExecutionResult>(202, "The run is accepted, or was before under the same key.");

    private static async Task<IResult> ExecuteAsync(
        string workflow_id, Caller caller, HttpContext http, StartReader reader, StartCommand start)
    {
        var (body, terms, key, problem) = await reader.ReadAsync(http.Request, Body);
        if (problem is not null)
        {
            return problem;
        }

        var (run, refusal) = await start.RunAsync(
            caller,
            new StartRequest(RunType.Workflow, workflow_id, body.Get(Input), terms, key),
            http.RequestAborted);
        return run is null ? refusal! : StartRoutes.Taken(
            http, run, $"/api/workflows/executions/{run.RunId}",
            new ExecutionResult(run.RunId, run.Status.ToJson(), run.Output, run.ErrorMessage));
    }
}
