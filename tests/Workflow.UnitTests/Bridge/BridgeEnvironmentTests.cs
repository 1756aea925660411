using Workflow.Bridge.Options;
using Workflow.Hosting;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class BridgeEnvironmentTests
{
    [Fact]
    public void Read_WhenNothingIsSet_GivesTheDefaults() => Assert.Equal(new BridgeOptions(), Read("X", "1"));

    [Fact]
    public void Read_WhenVariablesAreSet_TakesThem()
    {
        Assert.Equal(7, Read("WORKFLOW_BRIDGE_CALLS_PER_AGENT_MAX", " 7 ").CallsPerAgentMax);
        Assert.Equal(TimeSpan.FromMilliseconds(250), Read("WORKFLOW_BRIDGE_HEARTBEAT_MS", "250").Heartbeat);
        Assert.Equal(5_000_000_000, Read("WORKFLOW_BRIDGE_OPEN_BYTES_MAX", "5000000000").OpenBytesMax);
        Assert.Equal(TimeSpan.Zero, Read("WORKFLOW_BRIDGE_GRACE_MS", "0").Grace);
    }

    [Theory]
    [InlineData("WORKFLOW_BRIDGE_CALLS_MAX", "many")]
    [InlineData("WORKFLOW_BRIDGE_CALLS_MAX", "0")]
    [InlineData("WORKFLOW_BRIDGE_CALLS_MAX", "-1")]
    [InlineData("WORKFLOW_BRIDGE_CALLS_MAX", "99999999999")]
    [InlineData("WORKFLOW_BRIDGE_HEARTBEAT_MS", "0")]
    [InlineData("WORKFLOW_BRIDGE_GRACE_MS", "600001")]
    [InlineData("WORKFLOW_BRIDGE_CALLS_PER_AGENT_MAX", "257")]
    public void Read_WhenAValueMustNotBeUsed_NamesItsVariable(string variable, string value)
    {
        var refused = Assert.Throws<SettingException>(() => Read(variable, value));

        Assert.Equal(variable, refused.Setting);
        Assert.StartsWith($"{variable}=", refused.Message);
    }

    private static BridgeOptions Read(string variable, string value) =>
        BridgeEnvironment.Read([KeyValuePair.Create<string, string?>(variable, value)]);
}
