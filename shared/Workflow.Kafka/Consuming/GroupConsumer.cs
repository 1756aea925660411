using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Shares one topic with the other members of a group; each message goes to one of them, and to another one
/// if it was not done. Has a thread of its own.</summary>
public sealed class GroupConsumer : IDisposable
{
    private readonly ConsumerThread _thread;

    /// <param name="topic">One of <see cref="Model.Topics"/>.</param>
    /// <param name="openMax">Messages handed out and not done, beyond which none is taken; null for any number.</param>
    public GroupConsumer(
        KafkaOptions options, string topic, string groupId, IMessageEvents events, ILogger logger,
        int? openMax = null) =>
        _thread = new ConsumerThread(
            new GroupRole(options, topic, groupId, events, logger, openMax), options, logger);

    public void Start() => _thread.Start();

    public Task StopAsync()
    {
        _thread.Stop();
        return _thread.Ended;
    }

    /// <summary>Stops, and waits for at most <see cref="KafkaOptions.CloseWait"/> and a second.</summary>
    public void Dispose() => _thread.Dispose();
}
