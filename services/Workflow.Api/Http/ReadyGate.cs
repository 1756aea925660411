using Workflow.Api.Startup;

namespace Workflow.Api.Http;

/// <summary>Answers 503 for the API's paths until the database is set up; health checks pass.</summary>
public sealed class ReadyGate(RequestDelegate next, ClusterState cluster)
{
    public Task InvokeAsync(HttpContext http) =>
        cluster.IsReady || !http.Request.Path.StartsWithSegments("/api")
            ? next(http)
            : Problems.StartingUp().ExecuteAsync(http);
}
