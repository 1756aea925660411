using Confluent.Kafka;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>Asks whether the broker answers and has the request topic. Thread-safe; looks that overlap share one
/// question.</summary>
public sealed class BrokerProbe(KafkaOptions options) : IDisposable
{
    private readonly IAdminClient _client = new AdminClientBuilder(ClientConfigs.Admin(options))
        .SetLogHandler((_, _) => { })
        .SetErrorHandler((_, _) => { })
        .Build();

    private readonly Lock _gate = new();
    private Task<string?> _look = Task.FromResult<string?>(null);

    /// <returns>Null when all is well, else what is not.</returns>
    public Task<string?> LookAsync(TimeSpan atMost)
    {
        lock (_gate)
        {
            return _look = _look.IsCompleted ? Task.Run(() => Look(atMost)) : _look;
        }
    }

    public void Dispose() => _client.Dispose();

    private string? Look(TimeSpan atMost)
    {
        try
        {
            var topic = options.Topics.AtBroker(Topics.ExecutionRequests);
            // All topics: asking for one by name would have some brokers create it.
            var found = _client.GetMetadata(atMost).Topics.Find(each => each.Topic == topic);
            return found is { Error.IsError: false, Partitions.Count: > 0 } ? null
                : $"{options.BootstrapServers} has no topic {topic}";
        }
        catch (KafkaException error)
        {
            return $"no answer from {options.BootstrapServers}: {error.Error.Reason}";
        }
    }
}
