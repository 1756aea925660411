using Workflow.Api.Accounts.Access;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Queries;

namespace Workflow.Api.Operations;

/// <summary>A shard: whose it is, and how far behind.</summary>
/// <param name="Epoch">How often it was taken over.</param>
/// <param name="TakenAt">When it was taken last.</param>
/// <param name="Pending">Executions that may start and have not.</param>
/// <param name="Delayed">Executions that are to start at a later time.</param>
/// <param name="OldestPendingAt">When the pending one that waits longest could have started: how far the shard is
/// behind.</param>
/// <param name="IsMore">Whether it has more open executions than were looked at; then all numbers are the
/// least.</param>
public sealed record ShardDetail(
    int Shard, long Epoch, string? Owner, bool IsOwnerAlive, DateTimeOffset? TakenAt, int Pending, int Delayed,
    DateTimeOffset? OldestPendingAt, int Running, bool IsMore)
{
    public static ShardDetail Of(ShardLoad load) => new(
        load.Shard, load.Epoch, load.Owner, load.IsOwnerAlive, load.TakenAt, load.Pending, load.Delayed,
        load.OldestPendingAt, load.Running, load.IsMore);
}

public sealed record ShardPage(IReadOnlyList<ShardDetail> Shards);

/// <summary>Tells operators what each shard has to do.</summary>
public static class ShardEndpoint
{
    /// <summary>Open executions of each shard that are looked at: bounds what one look costs.</summary>
    private const int RunsMax = 1_000;

    public static void MapShards(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/shards", ListAsync)
            .Describe("Operations", "List the shards: owners, take-overs, what is in flight and how far behind it is")
            .NeedsAdmin()
            .Answers<ShardPage>(200, "All shards of the cluster, by number.");

    private static async Task<IResult> ListAsync(ShardLoads loads, ApiOptions options, CancellationToken ct)
    {
        var rows = await loads.ReadAsync(options.ProcessSilence, RunsMax, ct);
        return TypedResults.Ok(new ShardPage([.. rows.Select(ShardDetail.Of)]));
    }
}
