using System.Diagnostics.Metrics;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Kafka;

namespace Workflow.ExecutionConsumer.Telemetry;

/// <summary>What a consumer counts beside its executors, in the meter <c>Workflow.Consumer</c>.</summary>
internal sealed class ConsumerInstruments : IHostedService, IDisposable
{
    private const string Name = "Workflow.Consumer";

    private static readonly Meter Counters = new(Name);
    private readonly Meter _gauges = new(Name);

    private static readonly Counter<long> Taken = Counters.CreateCounter<long>(
        "workflow.shards.taken", "{shard}", "Shards taken over; clean when their owner had let go of them.");

    private static readonly Counter<long> Swept = Counters.CreateCounter<long>(
        "workflow.sweep.found", "{run}", "Pending runs that no message had announced.");

    private static readonly Counter<long> RoutedEvents = Counters.CreateCounter<long>(
        "workflow.events.routed", "{event}", "Events read from the topic, by what came of them.");

    private static readonly Histogram<double> QueueAge = Counters.CreateHistogram(
        "workflow.queue.age", "s", "From the sending of a run's message to its start here.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10, 30, 60, 300],
        });

    public ConsumerInstruments(RunTable runs, HoldTable holds, OwnershipConsumer kafka)
    {
        _gauges.CreateObservableGauge(
            "workflow.runs.active", () => runs.Count, "{run}", "Runs in memory, executing or waiting.");
        _gauges.CreateObservableGauge(
            "workflow.shards.owned", () => holds.Shards.Length, "{shard}", "Shards that this consumer owns.");
        _gauges.CreateObservableGauge(
            "workflow.consumer.lag", () => kafka.Lag, "{message}", "Messages of owned partitions not committed yet.");
    }

    /// <param name="sentAt">When the message was sent, by another clock.</param>
    public static void Began(DateTimeOffset? sentAt)
    {
        if (QueueAge.Enabled && sentAt is { } sent)
        {
            QueueAge.Record(Math.Max(0, (TimeProvider.System.GetUtcNow() - sent).TotalSeconds));
        }
    }

    public static void TookOver(bool isClean) =>
        Taken.Add(1, KeyValuePair.Create<string, object?>("clean", isClean));

    public static void Routed(string outcome) =>
        RoutedEvents.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));

    public static void Found(int runs) => Swept.Add(runs);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _gauges.Dispose();
}
