using Workflow.Api.Http.Fields;
using Workflow.Database.Queries.Lists;
using Workflow.Model;

namespace Workflow.Api.Executions.Reading;

/// <summary>What every list of executions can be narrowed by and sorted by, under the same names on every
/// surface.</summary>
public static class ListFields
{
    public static readonly TextField WorkflowName = new("workflow_name", "Name of the workflow or agent.", 200);
    public static readonly TextField Owner = new("owner", "Whose executions; for admins, who else see all.", 500);
    public static readonly TextField OutputContains = new(
        "output_contains", "Text within the output's JSON, in any case. Needs a `…_from` beside it.", 500);

    /// <summary>Values of <c>sort</c>.</summary>
    public static readonly IReadOnlyList<string> Sorts = ["created_at", "started_at", "completed_at"];

    public static readonly TextField Cursor = new(
        "cursor", "Value of `next_cursor` from the page before; instead of a page or offset.", 400);

    public static readonly NumberField CountMax = new(
        "count_max", "Up to how many executions the total is exact, instead of the usual number.", 0, 100_000);

    private static readonly LabelsField Labels = new("labels", "Labels that they have, as key=value, by commas.");
    private static readonly TextField BusinessKey = new("business_key", "Their business key.", 255);

    private static readonly TextField ErrorContains = new(
        "error_contains", "Text within the error message, in any case.", 500);

    private static readonly NumberField DurationMin = new(
        "duration_min_ms", "Milliseconds from start to end, at least.", 0, 1_000_000_000_000);

    private static readonly NumberField DurationMax = new(
        "duration_max_ms", "Milliseconds from start to end, at most.", 0, 1_000_000_000_000);

    private static readonly TimeField CreatedFrom = new("created_from", "Created then or later.");
    private static readonly TimeField CreatedTo = new("created_to", "Created before.");
    private static readonly TimeField StartedFrom = new("started_from", "Started then or later.");
    private static readonly TimeField StartedTo = new("started_to", "Started before.");
    private static readonly TimeField CompletedFrom = new("completed_from", "Ended then or later.");
    private static readonly TimeField CompletedTo = new("completed_to", "Ended before.");

    /// <summary>Those that say which part of a list is shown, and how much is told of the rest.</summary>
    public static readonly Field[] OfPages = [Cursor, CountMax];

    /// <summary>A surface's own fields, followed by these.</summary>
    public static Field[] After(params Field[] own) =>
    [
        .. own, WorkflowName, Owner, Labels, BusinessKey, CreatedFrom, CreatedTo, StartedFrom, StartedTo, CompletedFrom,
        CompletedTo, DurationMin, DurationMax, ErrorContains, OutputContains, Cursor, CountMax,
    ];

    /// <summary>Everything but owner, names and what a surface has for itself.</summary>
    public static RunFilter Read(FieldValues query) => new()
    {
        Labels = query.Get(Labels) is { Count: > 0 } labels ? LabelText.Of(labels) : default,
        BusinessKey = query.Get(BusinessKey),
        Created = new TimeRange(query.OrNull(CreatedFrom), query.OrNull(CreatedTo)),
        Started = new TimeRange(query.OrNull(StartedFrom), query.OrNull(StartedTo)),
        Completed = new TimeRange(query.OrNull(CompletedFrom), query.OrNull(CompletedTo)),
        DurationMin = Span(query.OrNull(DurationMin)),
        DurationMax = Span(query.OrNull(DurationMax)),
        ErrorContains = query.Get(ErrorContains),
        OutputContains = query.Get(OutputContains),
    };

    public static RunStatus[] StatusesOf(IEnumerable<string> texts) => [.. texts.Select(StatusText.ParseRun)];

    private static TimeSpan? Span(long? milliseconds) =>
        milliseconds is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
