using System.Data.Common;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Live.Connections;
using Workflow.Api.Live.Lists;
using Workflow.Api.Live.Runs;
using Workflow.Database.Feed;
using Workflow.Model;

namespace Workflow.Api.Live;

/// <summary>Tells the changes of all executions that the caller may see, for dashboards.</summary>
internal static class ListStreamEndpoint
{
    private const int EventsAtOnce = 256;

    private static readonly TextField Status = new("status", "Statuses to tell of, comma separated.");
    private static readonly UuidField WorkflowId = new("workflow_id", "Tell of this workflow's executions only.");

    private static readonly TextField Since = new(
        "since", "The id of the last event that the client has; what is not remembered any more begins anew.");

    private static readonly QueryShape Query = new(Status, WorkflowId, Since);

    private static readonly TextField Header = new(
        RunStreamEndpoint.LastEventId, "As browsers send it when they reconnect; counts more than since.");

    public static void MapListStream(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/events", WatchAsync)
            .Describe("Executions v1", "Watch all executions as server-sent events")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .TakesHeader(Header)
            .Streams(200, "A snapshot, then an event per change; docs/live.md tells their shape.")
            .Refuses(ProblemTypes.TooManyConnections);

    private static async Task<IResult> WatchAsync(
        Caller caller, HttpContext http, ListFeed feed, PictureQueries pictures, LiveConnections connections,
        TimeProvider clock)
    {
        var query = new FieldValues();
        if (!Query.TryRead(http.Request.Query, query, out var problem)
            || !TryReadFilter(caller, query, out var filter, out problem)
            || !connections.TryEnter(caller, out var connection, out problem))
        {
            return problem!;
        }

        using (connection)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted, connections.Stopping);
            using var watch = feed.Join(filter!, connection.Signal);
            var header = http.Request.Headers[RunStreamEndpoint.LastEventId].ToString();
            var place = ListPlace.Parse(header.Length > 0 ? header : query.Get(Since));
            var isResumed = place is { } known && feed.TryResume(watch, known);
            var telling = new ListTelling(new EventStream(http, connection), feed, watch, pictures, clock);
            try
            {
                await telling.RunAsync(connection.Signal, isResumed, EventsAtOnce, over.Token);
            }
            catch (Exception lost) when (lost is OperationCanceledException
                || (http.Response.HasStarted && lost is IOException or DbException or TimeoutException))
            {
                // The client left, the server stops, or the database is away: the client comes back by itself.
            }

            return Results.Empty;
        }
    }

    private static bool TryReadFilter(Caller caller, FieldValues query, out ListFilter? filter, out Problem? problem)
    {
        var statuses = query.Get(Status)?.Split(',');
        var known = Enum.GetValues<RunStatus>().Select(status => status.ToJson()).ToList();
        problem = statuses?.Except(known).FirstOrDefault() is { } unknown
            ? Problems.InvalidParameter("status", unknown, $"Give some of {string.Join(", ", known)}.")
            : null;
        filter = new ListFilter(caller.Sees, query.Has(WorkflowId) ? query.Get(WorkflowId) : null, statuses);
        return problem is null;
    }
}
