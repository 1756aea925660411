using System.Net.WebSockets;
using System.Text.Json;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Live.Connections;

namespace Workflow.Api.Live;

/// <summary>Tells an execution's progress over a WebSocket (seed 001).</summary>
internal static class ProgressSocketEndpoint
{
    internal static readonly NumberField Since = new(
        "since", "The last revision that the client has; it gets exactly those after it.", 0, long.MaxValue);

    private static readonly QueryShape Query = new(Since);

    public static void MapProgressSocket(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/{execution_id}/progress/ws", WatchAsync)
            .Describe("Executions v1", "Watch an execution over a WebSocket")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers(101, "The WebSocket is open; docs/live.md tells its messages.")
            .Refuses(ProblemTypes.WebSocketRequired, ProblemTypes.TooManyConnections);

    private static async Task<IResult> WatchAsync(
        string execution_id, Caller caller, HttpContext http, RunVisits visits, LiveConnections connections,
        LiveOptions options, TimeProvider clock)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            return Problems.WebSocketRequired(http.Request.Path);
        }

        var query = new FieldValues();
        if (!Query.TryRead(http.Request.Query, query, out var problem)
            || !connections.TryEnter(caller, out var connection, out problem))
        {
            return problem;
        }

        using (connection)
        {
            long? since = query.Has(Since) ? query.Get(Since) : null;
            var (visit, refusal) = await visits.BeginAsync(
                caller, execution_id, since, connection.Signal, http.RequestAborted);
            using var watch = visit?.Watch;
            using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = options.PingInterval,
                KeepAliveTimeout = options.PingTimeout,
            });
            var session = new ProgressSocket(socket, connection, options, clock);
            await (visit is null
                ? session.RefuseAsync(ErrorOf(execution_id, refusal!, clock), CloseStatusOf(refusal!), refusal!.Title)
                : session.TellAsync(
                    visit, () => ErrorOf(execution_id, Problems.RunNotFound(visit.View.RunId), clock),
                    connections.Stopping));
            return Results.Empty;
        }
    }

    /// <summary>The message of type error.</summary>
    internal static byte[] ErrorOf(string executionId, Problem problem, TimeProvider clock) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new RunErrorMessage(
                "error", executionId, clock.GetUtcNow(),
                new ProblemText(problem.Type, problem.Title, problem.Status, problem.Detail)),
            ApiJson.Readable.RunErrorMessage);

    private static WebSocketCloseStatus CloseStatusOf(Problem problem) =>
        problem.Status == StatusCodes.Status404NotFound
            ? ProgressSocket.NotFound
            : WebSocketCloseStatus.PolicyViolation;
}
