using Confluent.Kafka;

namespace Workflow.ExampleKafkaAgent;

/// <summary>Reads the agent's tasks, one at a time. Several processes of the same agent share them.</summary>
internal sealed class TaskReader : IDisposable
{
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly string _agent;

    public TaskReader(string brokers, string agent)
    {
        _agent = agent;
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = $"agent-{agent}",            // a group for each agent: every agent sees every task
            EnableAutoOffsetStore = false,         // see Done
            AutoOffsetReset = AutoOffsetReset.Earliest,
            SessionTimeoutMs = 6_000,              // so soon another process takes a dead one's partitions
            MaxPollIntervalMs = 3_600_000,         // an agent may work on one task for an hour
        }).Build();
        _consumer.Subscribe("workflow.agent.tasks");
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>The task, null when it is another agent's; and its place.</returns>
    public (AgentTask? Task, ConsumeResult<Ignore, byte[]> Place) Next(CancellationToken ct)
    {
        var message = _consumer.Consume(ct);
        return (AgentTask.Read(message.Message.Value, _agent), message);
    }

    /// <summary>The message need not come again.</summary>
    public void Done(ConsumeResult<Ignore, byte[]> place)
    {
        try
        {
            _consumer.StoreOffset(place);
        }
        catch (KafkaException)
        {
            // The partition is another process's by now, which reads the task again.
        }
    }

    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
    }
}
