using Confluent.Kafka;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Kafka;

public sealed class AssignmentTableTests
{
    private static readonly TopicPartition At = new(Topics.ExecutionRequests, 3);
    private readonly AssignmentTable _table = new(TopicNames.Default, new HandBack());

    [Fact]
    public void Add_WhenThePartitionComesBack_IsAnotherAssignment()
    {
        var first = _table.Add(At);
        _table.End(At);
        var second = _table.Add(At);

        Assert.NotSame(first, second);
        Assert.False(first.IsCurrent);
        Assert.True(second.IsCurrent);
        Assert.Equal((Topics.ExecutionRequests, 3), (second.Topic, second.Partition));
    }

    [Fact]
    public void Take_WhenOffsetsGoBackwards_StartsANewWatermarkInTheSameTenure()
    {
        var first = _table.Add(At);
        Assert.Same(first, _table.Take(new TopicPartitionOffset(At, 8)));

        var restarted = _table.Take(new TopicPartitionOffset(At, 0));

        Assert.NotSame(first, restarted);
        Assert.Same(restarted, _table.Take(new TopicPartitionOffset(At, 1)));
        Assert.Equal(2, restarted!.Watermark.Open);
        Assert.True(first.IsCurrent);
        _table.End(At);
        Assert.False(first.IsCurrent);
        Assert.False(restarted.IsCurrent);
    }

    [Fact]
    public void Take_WhenThePartitionIsNotOurs_IsNull() =>
        Assert.Null(_table.Take(new TopicPartitionOffset(At, 0)));
}
