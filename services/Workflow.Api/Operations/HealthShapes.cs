using Workflow.Database.Schema;

namespace Workflow.Api.Operations;

/// <summary>Whether runs can be taken and executed.</summary>
/// <param name="Status"><c>ready</c> when every component is up, else <c>not_ready</c>.</param>
public sealed record HealthReport(string Status, IReadOnlyDictionary<string, ComponentHealth> Components)
{
    /// <summary>The same without reasons, which may name addresses: for whoever is no admin.</summary>
    public HealthReport WithoutReasons() => this with
    {
        Components = Components.ToDictionary(
            pair => pair.Key,
            pair => pair.Value with { Detail = pair.Value.Status == "up" ? "" : "an admin sees why" }),
    };
}

/// <param name="Status"><c>up</c> or <c>down</c>.</param>
public sealed record ComponentHealth(string Status, string Detail)
{
    public static ComponentHealth Up(string detail) => new("up", detail);

    public static ComponentHealth Down(string detail) => new("down", detail);
}

/// <summary>This process runs.</summary>
public sealed record ProcessAlive(string Status);

/// <summary>A process that executes work, as it last reported.</summary>
/// <param name="Status"><c>active</c>; <c>draining</c> while it hands its shards over; <c>drained</c> when nothing is
/// left there.</param>
/// <param name="DrainAskedAt">When somebody asked for that; null when nobody did.</param>
/// <param name="DrainedAt">When it said that nothing is left; null before.</param>
public sealed record ConsumerDetail(
    string Id, string Kind, string Host, int Pid, DateTimeOffset StartedAt, DateTimeOffset SeenAt,
    IReadOnlyList<int> Shards, int ActiveRuns, string Status, DateTimeOffset? DrainAskedAt, string? DrainAskedBy,
    DateTimeOffset? DrainedAt)
{
    public static ConsumerDetail Of(ConsumerRow row) => new(
        row.Id, row.Kind, row.Host, row.Pid, row.StartedAt, row.SeenAt, row.Shards, row.ActiveRuns, StatusOf(row),
        row.DrainAskedAt, row.DrainAskedBy, row.DrainedAt);

    private static string StatusOf(ConsumerRow row) => row switch
    {
        { DrainAskedAt: null } => "active",
        { DrainedAt: null } => "draining",
        _ => "drained",
    };
}

public sealed record ConsumerPage(IReadOnlyList<ConsumerDetail> Consumers);
