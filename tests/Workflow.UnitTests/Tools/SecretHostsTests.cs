using Workflow.Tools.Logins;
using Xunit;

namespace Workflow.UnitTests.Tools;

public class SecretHostsTests
{
    [Theory]
    [InlineData("crm", "https://api.crm.example/x", true)]
    [InlineData("crm", "https://API.CRM.EXAMPLE/x", true)]
    [InlineData("crm", "https://a.b.shop.example", true)]
    [InlineData("crm", "https://shop.example", false)]
    [InlineData("crm", "https://api.crm.example.evil.example", false)]
    [InlineData("any", "https://evil.example", true)]
    [InlineData("other", "https://api.crm.example", false)]
    public void Allow_WhenHostsAreNamed_LetsTheSecretThereOnly(string secret, string target, bool expected) =>
        Assert.Equal(expected, SecretHosts.Of("crm=api.crm.example, *.shop.example; any=*", isLocal: true)
            .Allow(secret, new Uri(target)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Allow_WhenNothingIsNamed_LetsSecretsGoInTheLocalProfileOnly(bool isLocal) =>
        Assert.Equal(isLocal, SecretHosts.Of("", isLocal).Allow("crm", new Uri("https://x.example")));

    [Theory]
    [InlineData("crm")]
    [InlineData("crm=")]
    [InlineData("=x.example")]
    [InlineData("crm=https://x.example")]
    [InlineData("c m=x.example")]
    public void Of_WhenAnEntryIsWrong_NamesIt(string entry) => Assert.Contains(
        $"'{entry}'", Assert.Throws<FormatException>(() => SecretHosts.Of($"a=b; {entry}", false)).Message,
        StringComparison.Ordinal);
}
