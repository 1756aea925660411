using System.Threading.Channels;
using Workflow.Bridge.Results;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Intake;

/// <summary>Takes messages off the tasks topic: readable ones wait for admission, garbage is a dead letter.</summary>
internal sealed class TaskIntake(KafkaOptions kafka, OpenWork work, DeadLetterSender deadLetters) : IMessageEvents
{
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <summary>Bounded by <see cref="OpenWork"/>.</summary>
    public ChannelReader<Arrival> Arrivals => _arrivals.Reader;

    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        var bytes = message.Value?.Length ?? 0;
        if (!work.TryTake(bytes))
        {
            return;
        }

        var receipt = new Receipt(assignment, message.Offset, bytes, work);
        if (!MessageCodec.TryDecode<AgentTask>(message.Value, kafka.BodyBytesMax, out var task, out var reason)
            || (reason = Fault(task)) is not null)
        {
            deadLetters.Send(message, reason, receipt);
        }
        else if (task.Route is null && string.IsNullOrEmpty(task.Endpoint))
        {
            // An agent that reads the topic itself serves it.
            receipt.Done();
        }
        else
        {
            _arrivals.Writer.TryWrite(new Arrival(task, receipt, message.Header(MessageHeaders.TraceParent)));
        }
    }

    // PostgreSQL's text takes no NUL: one such task would make the look at its whole batch fail for ever.
    private static string? Fault(AgentTask task) =>
        task.StepPath.Contains('\0') ? "step_path holds a NUL character"
        : task.Iteration.Contains('\0') ? "iteration holds a NUL character"
        : null;
}
