using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Calls whoever listens to a consumer; what that throws must not stop the consumer.</summary>
internal readonly struct Listener(string consumer, IMessageEvents events, ILogger logger)
{
    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        try
        {
            events.Message(assignment, message);
        }
        catch (Exception e)
        {
            logger.ListenerFailed(e, consumer, $"{message.Topic}/{message.Partition}/{message.Offset}");
        }
    }

    public void Polled()
    {
        try
        {
            events.Polled();
        }
        catch (Exception e)
        {
            logger.ListenerFailed(e, consumer, nameof(Polled));
        }
    }

    public void Try(Action act, string moment)
    {
        try
        {
            act();
        }
        catch (Exception e)
        {
            logger.ListenerFailed(e, consumer, moment);
        }
    }
}
