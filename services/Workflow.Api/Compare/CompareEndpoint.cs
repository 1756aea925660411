using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Database.Queries.Compare;

namespace Workflow.Api.Compare;

/// <summary>Lays two executions side by side.</summary>
public static class CompareEndpoint
{
    private static readonly UuidField Left = new("left", "An execution.") { IsRequired = true };
    private static readonly UuidField Right = new("right", "Another execution.") { IsRequired = true };
    private static readonly QueryShape Query = new(Left, Right);

    public static void MapCompare(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/compare", CompareAsync)
            .Describe("Executions v1", "Compare two executions: definition, input, path, durations and output")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers<RunComparison>(200, "Both, and where they differ.")
            .Refuses(ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> CompareAsync(
        Caller caller, HttpRequest request, CompareQueries queries, CompareOptions options, CancellationToken ct)
    {
        var values = new FieldValues();
        if (!Query.TryRead(request.Query, values, out var problem))
        {
            return problem;
        }

        var (left, right) = (values.Get(Left), values.Get(Right));
        var found = await queries.ReadAsync(
            caller.Sees, [left, right], options.StepsMax, options.PayloadBytesMax, ct);
        return !found.TryGetValue(left, out var leftRun) ? Problems.RunNotFound(left)
            : !found.TryGetValue(right, out var rightRun) ? Problems.RunNotFound(right)
            : TypedResults.Ok(Comparer.Compare(leftRun, rightRun, options));
    }
}
