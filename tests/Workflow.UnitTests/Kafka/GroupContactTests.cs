using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Kafka;
using Xunit;

namespace Workflow.UnitTests.Kafka;

public sealed class GroupContactTests
{
    private readonly ManualClock _clock = new();
    private readonly GroupContact _contact;

    public GroupContactTests()
    {
        _contact = new GroupContact(KafkaOptions.Local, _clock, NullLogger.Instance);
        _contact.Born();
    }

    [Fact]
    public void Last_WhenTheCoordinatorAnsweredAWhileBeforeTheReport_IsThatMoment()
    {
        Report(after: 1_000, silence: 200);
        Assert.Equal(800, Last);
        Report(after: 500, silence: 100);
        Assert.Equal(1_400, Last);
    }

    [Theory]
    [InlineData("up", "wait-join")]
    [InlineData("wait-broker-transport", "steady")]
    public void Last_WhenNotASteadyMember_IsNotMoved(string state, string join)
    {
        Report(after: 1_000, silence: 200, state, join);
        Assert.Null(Last);
    }

    [Fact]
    public void Last_WhenThePartitionsWereLost_IsUnknown()
    {
        Report(after: 1_000, silence: 200);
        _contact.Lost();
        Assert.Null(Last);
    }

    [Fact]
    public void R5_Last_WhenTheProcessWasFrozen_IsNotMovedByAnswersFromBefore()
    {
        Report(after: 1_000, silence: 0);
        Report(after: 20_000, silence: 0);
        Assert.Equal(1_000, Last);

        Report(after: 600, silence: 0);
        Assert.Equal(1_000, Last);

        Report(after: 600, silence: 50);
        Assert.Equal(22_150, Last);
    }

    private long? Last => _contact.Last;

    private void Report(int after, int silence, string state = "up", string join = "steady")
    {
        _clock.Now += after;
        _contact.Report($$"""
            {"age": {{_clock.Now * 1_000}},
             "brokers": {
               "a:1/1": {"name": "a:1/1", "rxidle": 0},
               "GroupCoordinator": {"name": "GroupCoordinator", "rxidle": {{silence * 1_000}} } },
             "cgrp": {"state": "{{state}}", "join_state": "{{join}}"} }
            """);
    }

    /// <summary>One tick is a millisecond.</summary>
    private sealed class ManualClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Now;
    }
}
