using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions.Reading;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Database.Queries.Lists;
using Workflow.Model;

namespace Workflow.Api.Surfaces.ExecutionsV1;

/// <summary>An execution in a list.</summary>
/// <param name="TargetId">The workflow's id; the agent's name; null for a plan that came by message.</param>
/// <param name="DurationMs">From start to end; null while it is open, and when it ended before it began.</param>
public sealed record ListedExecution(
    Guid ExecutionId, string Type, string? TargetId, string TargetName, string Status, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, long? DurationMs, string? ErrorMessage,
    string? WorkflowVersion, RawJson Labels, string? BusinessKey, int Priority, string OwnerId)
{
    public static ListedExecution Of(ListedRun run) => new(
        run.RunId, run.Type, run.Type == RunType.Agent ? run.Name : run.WorkflowId?.ToString(), run.Name,
        run.Status.ToJson(), run.CreatedAt, run.StartedAt, run.CompletedAt,
        (long?)(run.CompletedAt - run.StartedAt)?.TotalMilliseconds, run.ErrorMessage, run.Version, run.Labels,
        run.BusinessKey, run.Priority, run.OwnerId);
}

/// <summary>A page of executions.</summary>
/// <param name="Total">How many there are; the least there are when <paramref name="TotalIsEstimate"/>.</param>
/// <param name="Page">From 1; null for a page by cursor.</param>
/// <param name="TotalPages">Pages that <paramref name="Total"/> fills.</param>
/// <param name="NextCursor">For the next page; null on the last. A page may be short, or empty, and not the last when
/// it is narrowed by something that has no index.</param>
public sealed record ExecutionPage(
    IReadOnlyList<ListedExecution> Executions, int Total, bool TotalIsEstimate, int? Page, int PageSize,
    int TotalPages, string? NextCursor);

/// <summary>Lists executions.</summary>
public static class ListEndpoint
{
    private const int PageSizeUsual = 20;
    private const int PageSizeMax = 100;

    private static readonly TextsField Status = new("status", "One or several, by commas.", 5)
    {
        Values = [.. Enum.GetValues<RunStatus>().Select(status => status.ToJson())],
    };

    private static readonly TextsField Type = new("type", "One or several, by commas.", 3) { Values = RunType.All };

    private static readonly TextField Target = new(
        "target_id", "Name of an agent; or id, name or namespace/name of a workflow or pipeline.", 400);

    private static readonly ChoiceField Sort = new("sort", "What they are sorted by.", [.. ListFields.Sorts])
    {
        Default = "created_at",
    };

    private static readonly ChoiceField SortBy = new("sort_by", "The same as `sort`.", [.. ListFields.Sorts]);

    private static readonly ChoiceField Order = new("order", "Which way.", "asc", "desc") { Default = "desc" };

    private static readonly ChoiceField SortOrder = new("sort_order", "The same as `order`.", "asc", "desc");

    private static readonly NumberField Page = new("page", "Number of the page.", 1, int.MaxValue) { Default = 1 };

    private static readonly NumberField PageSize = new("page_size", "Most executions of the page.", 1, PageSizeMax)
    {
        Default = PageSizeUsual,
    };

    private static readonly QueryShape Query = new(ListFields.After(
        Status, Type, Target, Sort, SortBy, Order, SortOrder, Page, PageSize));

    public static void MapListV1(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions", ListAsync)
            .Describe("Executions v1", "List executions")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers<ExecutionPage>(200, "A page of executions.")
            .Refuses(ProblemTypes.AdminOnly);

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, ListCommand list, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Query.TryRead(request.Query, query, out var problem))
        {
            return problem;
        }

        var size = (int)query.Get(PageSize, PageSizeUsual);
        var number = query.Get(Page, 1);
        var order = new ListOrder(
            SortOf(query.Get(Sort) ?? query.Get(SortBy)), (query.Get(Order) ?? query.Get(SortOrder)) == "asc");
        var (page, refusal) = await list.RunAsync(
            caller,
            new ListRequest(
                query, FilterOf(query), query.Get(Target), order, size,
                (int)Math.Min((number - 1) * size, int.MaxValue), Page.Name, PayloadBytesMax: 0),
            ct);
        return page is null ? refusal! : TypedResults.Ok(new ExecutionPage(
            [.. page.Runs.Select(ListedExecution.Of)], page.Total.Count, page.Total.IsEstimate,
            query.Has(ListFields.Cursor) ? null : (int)number, size, (page.Total.Count + size - 1) / size,
            page.Next is { } next ? ListCursor.Of(order, next) : null));
    }

    private static RunFilter FilterOf(FieldValues query)
    {
        var filter = ListFields.Read(query);
        filter = query.Get(Status) is { } statuses
            ? filter with { Statuses = ListFields.StatusesOf(statuses) }
            : filter;
        return query.Get(Type) is { } types ? filter with { Types = [.. types.Distinct()] } : filter;
    }

    private static ListSort SortOf(string? name) => name switch
    {
        "started_at" => ListSort.Started,
        "completed_at" => ListSort.Completed,
        _ => ListSort.Created,
    };
}
