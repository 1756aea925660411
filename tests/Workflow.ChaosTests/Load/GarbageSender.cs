using System.Collections.Concurrent;
using System.Text;
using Workflow.ChaosTests.Evidence;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ChaosTests.Load;

/// <summary>Sends messages that nobody can read, among the others.</summary>
internal sealed class GarbageSender(
    MessageProducer producer, int seed, int partitions, Func<int> brokerLife, TimeProvider clock)
{
    private static readonly TimeSpan GapLeast = TimeSpan.FromSeconds(1);
    private const double GapSecondsMore = 3;

    private static readonly string[] Targets =
        [Topics.ExecutionRequests, Topics.AgentTasks, Topics.AgentResults, Topics.CancellationRequests];

    private readonly ConcurrentQueue<GarbageRecord> _records = new();

    public IReadOnlyList<GarbageRecord> Records => [.. _records];

    public async Task RunAsync(CancellationToken stop)
    {
        var random = new Random(seed ^ 0x5bd1);
        try
        {
            for (var number = 1; ; number++)
            {
                await Task.Delay(GapLeast + TimeSpan.FromSeconds(GapSecondsMore * random.NextDouble()), clock, stop);
                await SendAsync(
                    $"garbage-{number}-of-{seed}", Targets[random.Next(Targets.Length)], random.Next(partitions),
                    random.Next(3));
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }

    private async Task SendAsync(string mark, string topic, int partition, int form)
    {
        var body = form switch
        {
            0 => mark,
            1 => $$"""{"run_id": 5, "mark": "{{mark}}"}""",
            _ => $$"""{"mark": "{{mark}}", "message_type": """,
        };
        var (life, sentAt) = (brokerLife(), clock.GetUtcNow());
        var delivery = await producer.SendAsync(
            topic, partition, Encoding.UTF8.GetBytes(mark), Encoding.UTF8.GetBytes(body));
        _records.Enqueue(new GarbageRecord(mark, topic, sentAt, delivery.Stored && life == brokerLife()));
    }
}
