using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>Makes the topics exist, with as many partitions as there are shards.</summary>
public static class TopicSetup
{
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(5);

    /// <summary>Creates what is missing and grows side topics that are too small. The request topic, once it exists,
    /// keeps its size. Any number of processes may do so at once.</summary>
    /// <param name="partitions">For the request topic, if it does not exist yet; null takes
    /// <see cref="KafkaOptions.Partitions"/>.</param>
    /// <remarks>The embedded broker has its topics from the start and creates none: there this only looks.</remarks>
    public static Task<TopicSetupResult> EnsureAsync(KafkaOptions options, int? partitions = null) =>
        Task.Run(() => RunAsync(options, partitions ?? options.Partitions));

    private static async Task<TopicSetupResult> RunAsync(KafkaOptions options, int wanted)
    {
        using var admin = new AdminClientBuilder(ClientConfigs.Admin(options))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        var (there, name) = (0, "the topics");
        try
        {
            var found = Found(admin);
            there = found.GetValueOrDefault(options.Topics.AtBroker(Topics.ExecutionRequests));
            var shards = there > 0 ? there : wanted;
            foreach (var (topic, partitions) in TopicLayout.Of(shards))
            {
                name = options.Topics.AtBroker(topic);
                await EnsureAsync(admin, name, found.GetValueOrDefault(name), partitions, options.ReplicationFactor);
            }

            // Read again: somebody else may have created the request topic first, with another size.
            there = Found(admin).GetValueOrDefault(options.Topics.AtBroker(Topics.ExecutionRequests), shards);
            return new TopicSetupResult(TopicSetupOutcome.Ready, there, null);
        }
        catch (KafkaException e) when (ReasonOfRefusal(e) is { } reason)
        {
            return new TopicSetupResult(TopicSetupOutcome.Refused, there,
                $"The broker did not provide {name}: {reason}. Create it by hand, or allow this user to.");
        }
        catch (KafkaException e)
        {
            return new TopicSetupResult(TopicSetupOutcome.Unreachable, there,
                $"No answer from {options.BootstrapServers}: {e.Error.Reason}");
        }
    }

    private static async Task EnsureAsync(IAdminClient admin, string name, int has, int wants, int replicas)
    {
        if (has == 0)
        {
            try
            {
                var topic = new TopicSpecification
                {
                    Name = name,
                    NumPartitions = wants,
                    ReplicationFactor = (short)replicas,
                };
                await admin.CreateTopicsAsync([topic], new CreateTopicsOptions
                {
                    OperationTimeout = AnswerWait,
                    RequestTimeout = AnswerWait,
                });
            }
            catch (CreateTopicsException e) when (e.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
            {
                // Another process was faster, with the same layout.
            }
        }
        else if (has < wants)
        {
            await admin.CreatePartitionsAsync(
                [new PartitionsSpecification { Topic = name, IncreaseTo = wants }],
                new CreatePartitionsOptions { OperationTimeout = AnswerWait, RequestTimeout = AnswerWait });
        }
    }

    private static Dictionary<string, int> Found(IAdminClient admin) =>
        admin.GetMetadata(AnswerWait).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);

    private static string? ReasonOfRefusal(KafkaException e) => e switch
    {
        CreateTopicsException create => create.Results[0].Error.Reason,
        CreatePartitionsException grow => grow.Results[0].Error.Reason,
        { Error.Code: ErrorCode.Local_UnsupportedFeature } => "it cannot create topics",
        _ => null,
    };
}
