using Workflow.Kafka;
using Workflow.Tools;
using Workflow.Tools.AsyncApi;

namespace Workflow.ExecutionConsumer.Events;

/// <summary>Subscriptions of calls, each with a client and a thread of its own while it lasts; so many at a time.
/// Thread-safe.</summary>
internal sealed class KafkaReaders(KafkaOptions options, ToolOptions tools, ILogger<KafkaReaders> logger)
    : IKafkaReader, IDisposable
{
    private readonly SemaphoreSlim _places = new(tools.SubscriptionsMax);

    public Task<(IReadOnlyDictionary<int, long>? Ends, string? Fault)> FindEndsAsync(
        string server, bool isSecure, string topic, CancellationToken ct) =>
        Task.Run(() => TopicReader.FindEnds(OtherClusters.OptionsOf(options, server, isSecure), topic, logger), ct)
            .WaitAsync(ct);

    public async Task<string?> ReadAsync(KafkaPosition from, Func<KafkaRecord, bool> take, CancellationToken ct)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, ct))
        {
            return $"this process has {tools.SubscriptionsMax} subscriptions already "
                + "(WORKFLOW_TOOLS_SUBSCRIPTIONS_MAX).";
        }

        try
        {
            return await Task.Factory.StartNew(
                () => TopicReader.Read(
                    OtherClusters.OptionsOf(options, from.Server, from.IsSecure), from.Topic, from.Offsets,
                    message => take(new KafkaRecord(message.SentAt, message.Body, message.Headers)), logger, ct),
                ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
