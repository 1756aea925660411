using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Startup;
using Workflow.Database.Queries;

namespace Workflow.Api.Operations;

/// <summary>What operators and probes ask.</summary>
public static class OperationsEndpoints
{
    private const string Tag = "Operations";

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", () => TypedResults.Ok(new ProcessAlive("alive")))
            .Describe(Tag, "Ask whether the process runs")
            .NeedsNothing()
            .Answers<ProcessAlive>(200, "It runs.");
        routes.MapGet("/readyz", Ready)
            .Describe(Tag, "Ask whether this process takes requests")
            .NeedsNothing()
            .Answers<ProcessAlive>(200, "It does: the database is set up.")
            .Answers<ProcessAlive>(503, "It waits for the database.");
        routes.MapGet("/healthz", HealthAsync)
            .Describe(Tag, "Ask whether runs can be taken and executed")
            .NeedsNothing()
            .Answers<HealthReport>(200, "Every component is up.")
            .Answers<HealthReport>(503, "A component is down.");
        routes.MapGet("/api/v1/consumers", ConsumersAsync)
            .Describe(Tag, "List the processes that execute work")
            .NeedsAdmin()
            .Answers<ConsumerPage>(200, "Every process that has left a sign of life.");
        routes.MapShards();
    }

    private static IResult Ready(ClusterState cluster) => cluster.IsReady
        ? TypedResults.Ok(new ProcessAlive("ready"))
        : TypedResults.Json(
            new ProcessAlive("starting"), ApiJson.Default.ProcessAlive,
            statusCode: StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> HealthAsync(HttpContext http, HealthCheck health, CancellationToken ct)
    {
        var report = await health.LookAsync(ct);
        report = http.Features.Get<Caller>() is { IsAdmin: true } ? report : report.WithoutReasons();
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
