using System.Text;
using Workflow.Execution.Agents;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Agents;

/// <summary>Puts agent tasks on their topic. A task that does not arrive is sent again after the silence
/// limit.</summary>
internal sealed class TaskSender(MessageProducer producer) : IAgentTaskSender
{
    public void Send(AgentTask task) => producer.TrySend(
        Topics.AgentTasks, null, Encoding.ASCII.GetBytes(task.RunId.ToString()), MessageCodec.Encode(task));
}
