using System.Data.Common;
using System.Globalization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Live.Connections;
using Workflow.Api.Live.Runs;

namespace Workflow.Api.Live;

/// <summary>Tells an execution's progress as server-sent events.</summary>
internal static class RunStreamEndpoint
{
    public const string LastEventId = "Last-Event-ID";

    private static readonly QueryShape Query = new(ProgressSocketEndpoint.Since);

    private static readonly NumberField Header = new(
        LastEventId, "As browsers send it when they reconnect; counts more than since.", 0, long.MaxValue);

    public static void MapRunStream(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/{execution_id}/events", WatchAsync)
            .Describe("Executions v1", "Watch an execution as server-sent events")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .TakesHeader(Header)
            .Streams(200, "One event per revision, until the execution has ended; docs/live.md tells their shape.")
            .Answers(204, "The execution has ended and the client has its last event: there is nothing to come for.")
            .Refuses(ProblemTypes.ExecutionNotFound, ProblemTypes.TooManyConnections);

    private static async Task<IResult> WatchAsync(
        string execution_id, Caller caller, HttpContext http, RunVisits visits, LiveConnections connections,
        LiveOptions options, TimeProvider clock)
    {
        if (!TryReadPlace(http.Request, out var since, out var problem)
            || !connections.TryEnter(caller, out var connection, out problem))
        {
            return problem!;
        }

        using (connection)
        {
            var (visit, refusal) = await visits.BeginAsync(
                caller, execution_id, since, connection.Signal, http.RequestAborted);
            using var watch = visit?.Watch;
            if (visit is null)
            {
                return refusal!;
            }

            if (visit.IsOver)
            {
                return TypedResults.NoContent();
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted, connections.Stopping);
            try
            {
                await TellAsync(new EventStream(http, connection), visit, options, clock, over.Token);
            }
            catch (Exception lost) when (lost is OperationCanceledException or IOException)
            {
                // The client left or the server stops; it comes back with Last-Event-ID.
            }

            return Results.Empty;
        }
    }

    private static bool TryReadPlace(HttpRequest request, out long? since, out Problem? problem)
    {
        var query = new FieldValues();
        since = null;
        if (!Query.TryRead(request.Query, query, out problem))
        {
            return false;
        }

        since = query.Has(ProgressSocketEndpoint.Since) ? query.Get(ProgressSocketEndpoint.Since) : null;
        var header = request.Headers[LastEventId].ToString();
        if (header.Length > 0)
        {
            var isFine = long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var last);
            since = last;
            problem = isFine ? null : Problems.InvalidParameter(LastEventId, header, $"Give {Header.Expected}.");
        }

        return problem is null;
    }

    private static async Task TellAsync(
        EventStream stream, RunVisit visit, LiveOptions options, TimeProvider clock, CancellationToken over)
    {
        var frames = visit.First(clock.GetUtcNow()).ToList();
        var isOpen = await stream.BeginAsync(over);
        while (isOpen)
        {
            frames.ForEach(frame => stream.Add(frame.EventStream));
            var isQuiet = stream.AddBeat(ServerEvent.Comment);
            if ((frames.Count > 0 || isQuiet) && !await stream.SendAsync(over))
            {
                return;
            }

            isOpen = frames.Count == 0 || !frames[^1].IsEnd;
            if (isOpen && !await NextAsync(visit.Watch, frames, options, clock, over))
            {
                var missing = Problems.RunNotFound(visit.View.RunId);
                stream.Add(ServerEvent.Write(
                    null, "error", ProgressSocketEndpoint.ErrorOf($"{visit.View.RunId}", missing, clock)));
                await stream.SendAsync(over);
                return;
            }
        }
    }

    private static async ValueTask<bool> NextAsync(
        Watch watch, List<Frame> frames, LiveOptions options, TimeProvider clock, CancellationToken over)
    {
        try
        {
            return await watch.NextAsync(frames, over);
        }
        catch (Exception error) when (error is DbException or TimeoutException)
        {
            await Task.Delay(options.LookInterval, clock, over);
            return true;
        }
    }
}
