using Workflow.Hosting;
using Workflow.Hosting.Callbacks;
using Xunit;

namespace Workflow.UnitTests.Callbacks;

public sealed class CallbackSettingsTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Read_WhenAddressAndSecretAreSet_HasBoth()
    {
        var options = Read(("URL", "https://workflow.example.com/base"), ("SECRET", Secret));

        Assert.Equal(("https://workflow.example.com/base", Secret), (options.Url, options.Secret));
    }

    [Theory]
    [InlineData("WORKFLOW_CALLBACK_SECRET", "URL", "https://workflow.example.com")]
    [InlineData("WORKFLOW_CALLBACK_SECRET", "PREVIOUS_SECRET", Secret)]
    [InlineData("WORKFLOW_CALLBACK_SECRET", "SECRET", "short")]
    [InlineData("WORKFLOW_CALLBACK_ACCEPTANCE_MS", "ACCEPTANCE_MS", "0")]
    [InlineData("WORKFLOW_CALLBACK_BOGUS", "BOGUS", "1")]
    public void Read_WhenASettingCannotBeUsed_NamesTheOneToChange(string named, string name, string value) =>
        Assert.Equal(named, Assert.Throws<SettingException>(() => Read((name, value))).Setting);

    [Theory]
    [InlineData("workflow.example.com")]
    [InlineData("ftp://workflow.example.com")]
    [InlineData("https://user@workflow.example.com")]
    [InlineData("https://workflow.example.com?a=1")]
    public void Read_WhenTheAddressIsNoRoot_SaysWhatIsExpected(string url)
    {
        var refused = Assert.Throws<SettingException>(() => Read(("URL", url), ("SECRET", Secret)));

        Assert.Contains(url, refused.Message, StringComparison.Ordinal);
        Assert.Contains("https://workflow.example.com", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheSecretIsShort_DoesNotRepeatIt() => Assert.DoesNotContain(
        "hunter2", Assert.Throws<SettingException>(() => Read(("SECRET", "hunter2"))).Message);

    private static CallbackOptions Read(params (string Name, string Value)[] settings) => CallbackSettings.Read(
        settings.Select(setting => KeyValuePair.Create($"WORKFLOW_CALLBACK_{setting.Name}", (string?)setting.Value)));
}
