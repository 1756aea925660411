using Workflow.Model;

namespace Workflow.Simulation.Schedules;

/// <summary>The definitions that runs of a schedule have, and ids for them.</summary>
internal static class Works
{
    /// <summary>Effects with a local step between; local steps alone; waits that park the run.</summary>
    public static readonly RawJson[] Plans =
    [
        Plan("""{"a":{"call":"Agent"}},{"s":{"set":{"x":1}}},{"b":{"call":"Agent"}}"""),
        Plan("""{"s":{"set":{"x":1}}},{"a":{"call":"Agent"}}"""),
        Plan("""{"a":{"call":"Agent"}},{"w":{"wait":"PT8S"}},{"b":{"call":"Agent"}},{"v":{"wait":"PT8S"}}"""),
    ];

    /// <summary>Of a request that somebody else sends: local steps alone.</summary>
    public static readonly RawJson Local = Plan("""{"s":{"set":{"x":1}}},{"t":{"set":{"y":2}}}""");

    private static readonly Guid[][] Ids = [.. Enumerable.Range(0, Universe.Shards).Select(IdsOf)];

    /// <summary>A run of the shard: the same number is always the same id.</summary>
    public static Guid Id(int shard, int number) => Ids[shard][number];

    private static Guid[] IdsOf(int shard) =>
    [
        .. Enumerable.Range(1, 2_000)
            .Select(number => new Guid((uint)number << 8, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0))
            .Where(id => Sharding.ShardOf(id, Universe.Shards) == shard).Take(100),
    ];

    private static RawJson Plan(string tasks) => RawJson.FromText(
        $$$"""{"document":{"dsl":"1.0.0","namespace":"t","name":"t","version":"1.0.0"},"do":[{{{tasks}}}]}""");
}
