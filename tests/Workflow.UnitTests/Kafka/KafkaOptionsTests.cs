using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Kafka;

public sealed class KafkaOptionsTests
{
    [Fact]
    public void FromEnvironment_WhenNothingIsSet_IsTheLocalProfile()
    {
        var options = From();
        Assert.Equal(KafkaProfile.Local, options.Profile);
        Assert.Equal("execution-consumer-group", options.GroupId);
        Assert.Equal("execution-consumer-group-lanes", options.LanesGroupId);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.SessionTimeout);
    }

    [Fact]
    public void FromEnvironment_WhenBrokersAreSet_IsTheClusterProfile()
    {
        var options = From(("KAFKA_BROKERS", "kafka-1:9092, kafka-2:9092"), ("KAFKA_GROUP_ID", " g "));
        Assert.Equal(KafkaProfile.Cluster, options.Profile);
        Assert.Equal("g", options.GroupId);
        Assert.Equal(TimeSpan.FromSeconds(6), options.SessionTimeout);
    }

    [Fact]
    public void FromEnvironment_WhenTopicsAreRenamed_TheNamesAreFoundBothWays()
    {
        var names = From(("KAFKA_EXECUTION_TOPIC", "runs"), ("WORKFLOW_KAFKA_RUN_EVENTS_TOPIC", "events")).Topics;
        Assert.Equal("runs", names.AtBroker(Topics.ExecutionRequests));
        Assert.Equal(Topics.RunEvents, names.FromBroker("events"));
        Assert.Equal(Topics.DeadLetter, names.AtBroker(Topics.DeadLetter));
    }

    [Theory]
    [InlineData("KAFKA_BROKERS", "localhost", "host:port")]
    [InlineData("KAFKA_BROKERS", "a:1,,b:2", "host:port")]
    [InlineData("WORKFLOW_KAFKA_PROFILE", "laptop", "local")]
    [InlineData("WORKFLOW_KAFKA_PARTITIONS", "0", "1 to 10000")]
    [InlineData("WORKFLOW_KAFKA_PARTITIONS", "many", "whole number")]
    [InlineData("WORKFLOW_KAFKA_SESSION_TIMEOUT_MS", "soon", "milliseconds")]
    [InlineData("WORKFLOW_KAFKA_SESSION_TIMEOUT_MS", "200", "1000 to")]
    [InlineData("WORKFLOW_KAFKA_HEARTBEAT_INTERVAL_MS", "2000", "a third")]
    [InlineData("WORKFLOW_KAFKA_MAX_POLL_INTERVAL_MS", "2000", "session")]
    [InlineData("WORKFLOW_KAFKA_REVOKE_FLUSH_MS", "20000", "half")]
    [InlineData("WORKFLOW_KAFKA_REPLICATION_FACTOR", "0", "-1")]
    [InlineData("WORKFLOW_KAFKA_BRIDGE_GROUP_ID", "execution-consumer-group", "differ")]
    [InlineData("KAFKA_EXECUTION_TOPIC", "no spaces", "letters")]
    [InlineData("KAFKA_CANCELLATION_TOPIC", "workflow.execution.requests", "mixed up")]
    public void FromEnvironment_WhenAValueMustNotBeUsed_NamesVariableValueAndRemedy(
        string variable, string value, string remedy)
    {
        var refused = Assert.Throws<KafkaOptionsException>(() => From((variable, value)));
        Assert.Contains(remedy, refused.Remedy, StringComparison.Ordinal);
        Assert.Contains($"{refused.Setting}=", refused.Message, StringComparison.Ordinal);
        Assert.True(refused.Setting == variable || TopicVariable(refused.Setting));
    }

    [Fact]
    public void FromEnvironment_WhenAClusterSessionIsShorterThanClustersAllow_IsRefused()
    {
        var refused = Assert.Throws<KafkaOptionsException>(
            () => From(("KAFKA_BROKERS", "kafka:9092"), ("WORKFLOW_KAFKA_SESSION_TIMEOUT_MS", "3000")));
        Assert.Equal(("WORKFLOW_KAFKA_SESSION_TIMEOUT_MS", "3000"), (refused.Setting, refused.Value));
    }

    [Fact]
    public void FromEnvironment_WhenAPropertyCannotBeRead_DoesNotRepeatIt()
    {
        var refused = Assert.Throws<KafkaOptionsException>(
            () => From(("WORKFLOW_KAFKA_CLIENT_PROPERTIES", "sasl.username=u; secret")));
        Assert.Contains("entry 2", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_WhenPropertiesAreGiven_PassesThemOn()
    {
        var options = From(("WORKFLOW_KAFKA_CLIENT_PROPERTIES", "security.protocol=SASL_SSL;sasl.password=a=b"));
        Assert.Equal("SASL_SSL", options.ClientProperties["security.protocol"]);
        Assert.Equal("a=b", options.ClientProperties["sasl.password"]);
    }

    [Fact]
    public void Variables_WhenComparedWithTheOptions_CoverEachOfThem()
    {
        var options = typeof(KafkaOptions).GetProperties()
            .Where(p => p.SetMethod is not null && p.Name != nameof(KafkaOptions.Topics)).Select(p => p.Name);
        Assert.Equal(options.Order(), KafkaEnvironment.Variables.Keys.Order());
        Assert.Equal(Topics.All.Order(), KafkaEnvironment.TopicVariables.Keys.Order());
    }

    private static bool TopicVariable(string setting) => KafkaEnvironment.TopicVariables.ContainsValue(setting);

    private static KafkaOptions From(params (string Name, string? Value)[] environment) =>
        KafkaOptions.FromEnvironment(environment.ToDictionary(e => e.Name, e => e.Value));
}
