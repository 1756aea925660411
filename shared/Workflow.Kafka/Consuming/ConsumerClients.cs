using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>What all consumers' clients have in common: where their reports go.</summary>
internal static class ConsumerClients
{
    public static ConsumerBuilder<byte[], byte[]> New(ConsumerConfig config, string name, ILogger logger) =>
        new ConsumerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, message) => logger.ConsumerReports(name, message.Message))
            .SetErrorHandler((_, error) => logger.ConsumerReports(name, error.Reason))
            .SetOffsetsCommittedHandler((_, commit) =>
            {
                if (commit.Error.IsError)
                {
                    logger.CommitRefused(name, commit.Error.Reason);
                }
            });

    public static string Text(IEnumerable<TopicPartition> partitions) =>
        string.Join(',', partitions.Select(at => at.Partition.Value).Order());
}
