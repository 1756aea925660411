using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions;
using Workflow.Api.Executions.Reading;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Queries.Lists;
using Workflow.Model;

namespace Workflow.Api.Surfaces.WorkflowExecutions;

/// <summary>Lists executions, the most recently started first. The answer is a plain array, as the seed has it; headers
/// tell the rest.</summary>
public static class ListEndpoint
{
    /// <summary>How many there are, or at least are.</summary>
    public const string TotalHeader = "X-Total-Count";

    /// <summary>Whether <see cref="TotalHeader"/> is the least there are.</summary>
    public const string EstimateHeader = "X-Total-Is-Estimate";

    private const int LimitUsual = 50;
    private const int LimitMax = 100;

    private static readonly TextField WorkflowId = new(
        "workflow_id", "Id, name or namespace/name of the workflow.", 400);

    private static readonly ChoiceField StatusFilter = new(
        "status_filter", "Only those of this status.",
        [.. Enum.GetValues<RunStatus>().Select(status => status.ToJson())]);

    private static readonly NumberField Limit = new("limit", "Most executions of the page.", 1, LimitMax)
    {
        Default = LimitUsual,
    };

    private static readonly NumberField Offset = new("offset", "Executions to leave out before.", 0, int.MaxValue)
    {
        Default = 0,
    };

    private static readonly QueryShape Query = new(ListFields.After(WorkflowId, StatusFilter, Limit, Offset));

    public static void MapListExecutions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workflows/executions", ListAsync)
            .Describe(
                "Workflow executions",
                "List executions, the most recently started first; X-Total-Count and Link tell the rest")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers<ExecutionDetail[]>(200, "A page of executions.")
            .Refuses(ProblemTypes.AdminOnly);

    private static async Task<IResult> ListAsync(
        Caller caller, HttpContext http, ListCommand list, ApiOptions options, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Query.TryRead(http.Request.Query, query, out var problem))
        {
            return problem;
        }

        var filter = ListFields.Read(query);
        if (query.Get(StatusFilter) is { } status)
        {
            filter = filter with { Statuses = ListFields.StatusesOf([status]) };
        }

        if (query.Has(WorkflowId))
        {
            filter = filter with { Types = [RunType.Workflow, RunType.Pipeline] };
        }

        var limit = (int)query.Get(Limit, LimitUsual);
        var order = new ListOrder(ListSort.Started, IsAscending: false);
        var (page, refusal) = await list.RunAsync(
            caller,
            new ListRequest(
                query, filter, query.Get(WorkflowId), order, limit, (int)query.Get(Offset), Offset.Name,
                options.PayloadBytesMax(limit)),
            ct);
        if (page is null)
        {
            return refusal!;
        }

        Tell(http, page, order);
        return TypedResults.Ok(page.Runs.Select(Detail).ToArray());
    }

    private static void Tell(HttpContext http, RunPage page, ListOrder order)
    {
        var headers = http.Response.Headers;
        headers[TotalHeader] = page.Total.Count.ToString(CultureInfo.InvariantCulture);
        headers[EstimateHeader] = page.Total.IsEstimate ? "true" : "false";
        if (page.Next is { } next)
        {
            var kept = http.Request.Query.Where(pair =>
                pair.Key != Offset.Name && pair.Key != ListFields.Cursor.Name && pair.Key != QueryShape.AccessToken);
            var link = QueryHelpers.AddQueryString(
                http.Request.Path, kept.Append(new(ListFields.Cursor.Name, ListCursor.Of(order, next))));
            headers.Link = $"<{link}>; rel=\"next\"";
        }
    }

    private static ExecutionDetail Detail(ListedRun run)
    {
        var payloads = run.Payloads!;
        return new ExecutionDetail(
            run.RunId, run.WorkflowId, run.Status.ToJson(), payloads.Input, payloads.Output, run.ErrorMessage,
            run.StartedAt ?? run.CreatedAt, run.CompletedAt)
        {
            LeftOut = PayloadNames.LeftOut(payloads.IsInputLeftOut, payloads.IsOutputLeftOut),
        };
    }
}
