using Workflow.Api.Http;
using Workflow.Api.Options;
using Workflow.Database.Queries;

namespace Workflow.Api.Operations;

/// <summary>What operators and probes ask.</summary>
public static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", () => TypedResults.Ok(new ProcessAlive("alive")));
        routes.MapGet("/healthz", HealthAsync);
        routes.MapGet("/api/v1/consumers", ConsumersAsync);
    }

    private static async Task<IResult> HealthAsync(HealthCheck health, CancellationToken ct)
    {
        var report = await health.LookAsync(ct);
        var status = report.Status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return TypedResults.Json(report, ApiJson.Readable.HealthReport, statusCode: status);
    }

    private static async Task<IResult> ConsumersAsync(
        Caller caller, ClusterQueries cluster, ApiOptions options, CancellationToken ct)
    {
        var rows = await cluster.ConsumersAsync(options.PageMax, ct);
        return TypedResults.Ok(new ConsumerPage([.. rows.Select(ConsumerDetail.Of)]));
    }
}
