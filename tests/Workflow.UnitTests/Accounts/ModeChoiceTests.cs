using Microsoft.Extensions.Configuration;
using Workflow.Api.Accounts.Setup;
using Workflow.Hosting;
using Xunit;

namespace Workflow.UnitTests.Accounts;

public sealed class ModeChoiceTests
{
    private const string Outside = "http://0.0.0.0:8000";

    [Theory]
    [InlineData(null, false, null, false, AccountMode.Local)]
    [InlineData("local", false, null, false, AccountMode.Local)]
    [InlineData("local", true, null, false, AccountMode.Local)]
    [InlineData(null, true, null, false, AccountMode.Required)]
    [InlineData(null, true, Outside, false, AccountMode.Required)]
    [InlineData(null, true, null, true, AccountMode.Required)]
    [InlineData("required", true, Outside, true, AccountMode.Required)]
    public void Decide_WhenItIsSafe_ChoosesTheMode(
        string? mode, bool hasKeys, string? beyond, bool isProduction, AccountMode chosen) =>
        Assert.Equal(chosen, ModeChoice.Decide(mode, hasKeys, beyond, isProduction));

    [Theory]
    [InlineData(null, false, Outside, false, "listens at http://0.0.0.0:8000")]
    [InlineData(null, false, null, true, "in production")]
    [InlineData("required", false, null, false, "no token can be checked")]
    [InlineData("required", false, Outside, true, "no token can be checked")]
    [InlineData("local", false, Outside, false, "everybody would be admin")]
    [InlineData("local", true, Outside, false, "everybody would be admin")]
    [InlineData("local", true, null, true, "in production nobody is admin")]
    public void Decide_WhenItIsNot_NamesOptionHarmAndRemedy(
        string? mode, bool hasKeys, string? beyond, bool isProduction, string harm)
    {
        var error = Assert.Throws<SettingException>(() => ModeChoice.Decide(mode, hasKeys, beyond, isProduction));
        Assert.StartsWith($"WORKFLOW_AUTH_MODE={mode ?? "(unset)"}: ", error.Message);
        Assert.Contains(harm, error.Message);
        Assert.Contains("WORKFLOW_AUTH_HS256_SECRET", error.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", null)]
    [InlineData("http://localhost:8000;http://[::1]:8000", null)]
    [InlineData("https://127.8.9.1:8000", null)]
    [InlineData("http://127.0.0.1:8000;http://*:80", "http://*:80")]
    [InlineData("http://+:80", "http://+:80")]
    [InlineData("http://0.0.0.0:80", "http://0.0.0.0:80")]
    [InlineData("http://[::]:80", "http://[::]:80")]
    [InlineData("http://127.0.0.1.example.com:80", "http://127.0.0.1.example.com:80")]
    [InlineData("http://unix:/tmp/socket", "http://unix:/tmp/socket")]
    [InlineData("8000", "8000")]
    public void Addresses_WhenAskedFor_NameTheFirstBeyondLoopback(string urls, string? beyond) => Assert.Equal(
        beyond, ListeningAddresses.BeyondLoopback(new ConfigurationBuilder().Build(), urls));

    [Fact]
    public void Addresses_WhenKestrelHasEndpointsOfItsOwn_CountThem()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create<string, string?>("Kestrel:Endpoints:Extra:Url", "http://*:81")]).Build();
        Assert.Equal("http://*:81", ListeningAddresses.BeyondLoopback(settings, "http://127.0.0.1:8000"));
    }
}
