using Xunit;
using Workflow.Model;

namespace Workflow.IntegrationTests.Kafka;

public sealed class OwnershipConsumerTests : BrokerTest
{
    [Fact]
    public async Task Consumer_WhenMessagesAreSentToAPartition_SeesThemInOrderWithKeyAndHeaders()
    {
        var seen = new Recorder();
        using var owner = NewOwner(seen);
        var producer = NewProducer();
        await seen.Take("assigned", Shards);

        for (var i = 0; i < 200; i++)
        {
            Assert.True(producer.TrySend(Topics.ExecutionRequests, 2, Bytes("key"), Bytes($"m{i}"),
                new(MessageHeaders.Source, MessageHeaders.SourceApi), new(MessageHeaders.TraceParent, $"t{i}")));
        }

        var messages = await seen.Take("message", 200);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"m{i}"), messages.Select(m => m.Text));
        Assert.All(messages, m => Assert.Equal(2, m.Partition));
        Assert.Equal(Topics.ExecutionRequests, messages[0].Message.Topic);
        Assert.Equal(Bytes("key"), messages[0].Message.Key);
        Assert.Equal(MessageHeaders.SourceApi, messages[7].Message.Header(MessageHeaders.Source));
        Assert.Equal("t7", messages[7].Message.Header(MessageHeaders.TraceParent));
        Assert.Null(messages[7].Message.Header("absent"));
    }
}
