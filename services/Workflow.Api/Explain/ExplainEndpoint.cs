using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;

namespace Workflow.Api.Explain;

/// <summary>Tells why an execution is where it is.</summary>
public static class ExplainEndpoint
{
    public static void MapExplain(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/{execution_id}/explain", ExplainAsync)
            .Describe("Executions v1", "Ask why an execution is where it is, and what comes next")
            .Needs(Scopes.RunsRead)
            .Answers<RunExplanation>(200, "The reasons, and what will happen.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> ExplainAsync(
        string execution_id, Caller caller, RunExplainer explainer, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        return await explainer.ExplainAsync(caller.Sees, runId, ct) is { } explanation
            ? TypedResults.Ok(explanation)
            : Problems.RunNotFound(runId);
    }
}
