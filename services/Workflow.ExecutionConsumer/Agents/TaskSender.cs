using System.Text;
using Workflow.Execution.Agents;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Agents;

/// <summary>Puts agent tasks on their topic. A task that does not arrive is sent again after the silence
/// limit.</summary>
internal sealed class TaskSender(MessageProducer producer, KafkaOptions kafka) : IAgentTaskSender
{
    public void Send(AgentTask task)
    {
        var key = Encoding.ASCII.GetBytes(task.RunId.ToString());
        if (Tracing.Sent(Topics.AgentTasks, task.TraceParent) is { } trace)
        {
            producer.TrySend(
                Topics.AgentTasks, null, key, Encode(task), new MessageHeader(MessageHeaders.TraceParent, trace));
        }
        else
        {
            producer.TrySend(Topics.AgentTasks, null, key, Encode(task));
        }
    }

    /// <summary>A checkpoint that finds no room beside the input is left out: the agent begins anew.</summary>
    private byte[] Encode(AgentTask task)
    {
        var body = MessageCodec.Encode(task);
        return body.Length <= kafka.BodyBytesMax || task.Checkpoint.IsNull
            ? body
            : MessageCodec.Encode(task with { Checkpoint = default });
    }
}
