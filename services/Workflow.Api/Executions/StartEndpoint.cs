using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Startup;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Executions;

/// <summary>Starts runs.</summary>
public static class StartEndpoint
{
    private static readonly ObjectField Input = new("input_data", "The input of the run.");

    private static readonly BodyShape Body = new(Input)
    {
        Example = """{"input_data": {"message": "Hello World"}}""",
    };

    public static void MapStart(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/workflows/{workflow_id}/execute", StartAsync)
            .Describe("Workflow executions", "Start a workflow's latest version")
            .Needs(Scopes.RunsWrite)
            .TakesHeader(IdempotencyKey.Field)
            .TakesBody(Body)
            .Answers<ExecutionResult>(202, "The run is accepted, or was before under the same key.")
            .Refuses(
                ProblemTypes.WorkflowNotFound, ProblemTypes.IdempotencyKeyReused, ProblemTypes.InputRefused,
                ProblemTypes.BacklogFull);

    private static async Task<IResult> StartAsync(
        string workflow_id, Caller caller, HttpContext http, RunIntake intake, Backlog backlog, ClusterState cluster,
        ApiOptions options, IntakeOptions limits, TimeProvider time)
    {
        if (!Parameters.TryReadId("workflow_id", workflow_id, out var workflowId, out var problem)
            || !IdempotencyKey.TryRead(http.Request, out var key, out problem))
        {
            return problem;
        }

        if (backlog.IsTooDeep())
        {
            return Problems.BacklogFull(limits.BacklogMax);
        }

        var (body, refusal) = await Body.ReadAsync(http.Request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var input = body.Get(Input);
        var runId = Guid.CreateVersion7(time.GetUtcNow());
        var run = new NewRun(
            runId, workflowId, caller.OwnerId, Sharding.ShardOf(runId, cluster.Partitions), input, key,
            key is null ? null : IdempotencyKey.HashOf(workflowId, input))
        {
            AnyOwner = caller.IsAdmin,
        };
        return Answer(http, run, await intake.StartAsync(run, http.RequestAborted));
    }

    private static IResult Answer(HttpContext http, NewRun run, IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Accepted => Taken(new ExecutionResult(run.RunId, RunStatus.Pending.ToJson(), default, null)),
        IntakeOutcome.Repeated repeated => Repeat(http, repeated.First),
        IntakeOutcome.KeyTaken taken => Problems.KeyTaken(run.IdempotencyKey!, taken.First.RunId),
        IntakeOutcome.UnknownWorkflow => Problems.WorkflowNotFound(run.WorkflowId),
        IntakeOutcome.Refused refused => Problems.InputRefused(refused.SqlState, refused.Reason),
        IntakeOutcome.QueueFull => Problems.QueueFull(),
        _ => Problems.DatabaseUnavailable(),
    };

    private static IResult Repeat(HttpContext http, FirstRun first)
    {
        http.Response.Headers[IdempotencyKey.RepeatedHeader] = "true";
        return Taken(new ExecutionResult(first.RunId, first.Status.ToJson(), first.Output, first.ErrorMessage));
    }

    private static IResult Taken(ExecutionResult result) =>
        TypedResults.Accepted($"/api/workflows/executions/{result.ExecutionId}", result);
}
