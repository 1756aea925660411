using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Workflow.ExampleKafkaAgent;

/// <summary>What came of a task: an output, or the reason why there is none.</summary>
internal sealed record Answer(object? Output, AgentError? Error);

/// <summary>Why an attempt failed. Its status decides, with <c>retry</c> in the definition, whether there is another
/// one.</summary>
internal sealed record AgentError(string Type, int Status, string Title, string? Detail);

/// <summary>Writes to <c>workflow.agent.results</c>.</summary>
internal sealed class ResultSender(string brokers) : IDisposable
{
    private const string Topic = "workflow.agent.results";

    /// <summary>Well below the silence after which the platform sends a task again.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly IProducer<byte[], byte[]> _producer =
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = brokers }).Build();

    /// <summary>Sends the result, and ends when the broker has it.</summary>
    public void Send(AgentTask task, Answer answer)
    {
        Put(task, new
        {
            task.TaskId,
            task.RunId,
            Outcome = answer.Error is null ? "completed" : "failed",
            answer.Output,
            answer.Error,
            task.Shard,
            Timestamp = TimeProvider.System.GetUtcNow(),
            MessageType = "agent_result",
        });
        _producer.Flush();
    }

    /// <summary>Says every second that the task is being worked on, until it is disposed of.</summary>
    public IDisposable TellAlive(AgentTask task) => new Timer(
        _ => Put(task, new
        {
            Outcome = "heartbeat",
            TaskIds = new[] { task.TaskId },
            task.Shard,
            Timestamp = TimeProvider.System.GetUtcNow(),
            MessageType = "agent_result",
        }),
        null, Beat, Beat);

    public void Dispose() => _producer.Dispose();

    private void Put(AgentTask task, object result) => _producer.Produce(
        new TopicPartition(Topic, task.Shard), new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(task.RunId.ToString()),
            Value = JsonSerializer.SerializeToUtf8Bytes(result, Wire.Json),
        });
}
