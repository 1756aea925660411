using Workflow.Database.Queries.Lists;
using Workflow.Model;

namespace Workflow.IntegrationTests.Lists;

/// <summary>A list as callers ask for it.</summary>
/// <param name="IsWalked">Whether it has a condition without an index, so that rows are looked at one by one.</param>
internal sealed record ListShape(
    string Name, RunFilter Filter, ListSort Sort = ListSort.Created, bool IsAscending = false, int Offset = 0,
    TimeSpan? After = null, bool IsWalked = false)
{
    private static readonly RunFilter Mine = new() { OwnerId = "user-1" };

    private static readonly RunFilter Workflow = Mine with { Names = ["workflow-1"] };

    public ListOrder Order => new(Sort, IsAscending);

    /// <param name="now">About when the last run was created.</param>
    public ListPart Part(DateTimeOffset now) => new(
        20, Offset, After is { } age ? new ListPlace(false, now - age, Guid.Empty) : null);

    public override string ToString() => Name;

    public static IEnumerable<ListShape> All(DateTimeOffset now) =>
    [
        new("newest", Mine),
        new("oldest", Mine, IsAscending: true),
        new("by start", Mine, ListSort.Started),
        new("by completion", Mine, ListSort.Completed),
        new("page 101", Mine, Offset: 2_000),
        new("cursor, far back", Mine, After: TimeSpan.FromHours(2)),
        new("status running, by start", Mine with { Statuses = [RunStatus.Running] }, ListSort.Started),
        new("many running, by start", Mine with { OwnerId = "user-3", Statuses = [RunStatus.Running] },
            ListSort.Started),
        new("status failed or cancelled", Mine with { Statuses = [RunStatus.Failed, RunStatus.Cancelled] }),
        new("type agent", Mine with { OwnerId = "user-2", Types = [RunType.Agent] }),
        new("one workflow", Workflow),
        new("one workflow by start", Workflow, ListSort.Started),
        new("one workflow, status failed", Workflow with { Statuses = [RunStatus.Failed] }),
        new("created within an hour", Mine with
        {
            Created = new TimeRange(now - TimeSpan.FromHours(2), now - TimeSpan.FromHours(1)),
        }),
        new("business key", Mine with { OwnerId = "user-2", BusinessKey = "order-81" }),
        new("everybody's", new RunFilter()),
        new("everybody's failed by completion", new RunFilter { Statuses = [RunStatus.Failed] }, ListSort.Completed),
        new("one workflow by completion", Workflow, ListSort.Completed, IsWalked: true),
        new("label on many", Mine with { Labels = RawJson.FromText("""{"env": "prod"}""") }, IsWalked: true),
        new("label on few", Mine with { Labels = RawJson.FromText("""{"customer": "4321"}""") }, IsWalked: true),
        new("duration of 300 s and more", Mine with { DurationMin = TimeSpan.FromSeconds(300) }, IsWalked: true),
        new("text in errors", Mine with { ErrorContains = "ANSWER 7" }, IsWalked: true),
        new("text in outputs of an hour", Mine with
        {
            OutputContains = "99", Created = new TimeRange(now - TimeSpan.FromHours(1), null),
        }, IsWalked: true),
    ];
}
