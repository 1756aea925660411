using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>How many partitions each topic wants.</summary>
internal static class TopicLayout
{
    /// <summary>Topics in the order in which they are made and grown: the request topic last, since its count is the
    /// number of shards and every shard needs its place in the others.</summary>
    /// <param name="shards">Partitions of the request topic.</param>
    public static IReadOnlyList<(string Topic, int Partitions)> Of(int shards) =>
    [
        .. Topics.All
            .Where(topic => topic != Topics.ExecutionRequests)
            .Select(topic => (topic, topic == Topics.DeadLetter ? 1 : shards)),
        (Topics.ExecutionRequests, shards),
    ];
}
