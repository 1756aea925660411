using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class TopicSetupTests : BrokerTest
{
    [Fact]
    public async Task Ensure_WhenTheTopicsExist_ReportsTheShardsThatThereAre()
    {
        var setup = await TopicSetup.EnsureAsync(Options, Shards + 5);
        Assert.Equal(TopicSetupOutcome.Ready, setup.Outcome);
        Assert.Equal(Shards, setup.RequestPartitions);
    }

    [Fact]
    public async Task Ensure_WhenATopicIsMissingAndCannotBeMade_SaysWhich()
    {
        var renamed = new TopicNames(new Dictionary<string, string> { [Topics.RunSignals] = "elsewhere" });
        var setup = await TopicSetup.EnsureAsync(Options with { Topics = renamed });
        Assert.Equal(TopicSetupOutcome.Refused, setup.Outcome);
        Assert.Equal(Shards, setup.RequestPartitions);
        Assert.Contains("elsewhere", setup.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensure_WhenTheBrokerIsDown_SaysThatItDidNotAnswer()
    {
        Broker.Down();
        var setup = await TopicSetup.EnsureAsync(Options);
        Assert.Equal(TopicSetupOutcome.Unreachable, setup.Outcome);
        Assert.Contains(Broker.BootstrapServers, setup.Detail, StringComparison.Ordinal);
    }
}
