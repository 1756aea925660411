using Workflow.Outgoing.Calls;
using Xunit;

namespace Workflow.UnitTests.Outgoing;

public class OutgoingProxyTests
{
    [Theory]
    [InlineData("http://api.example", true)]
    [InlineData("http://api.internal", false)]
    [InlineData("http://a.b.corp", false)]
    [InlineData("http://corp", true)]
    public void GetProxy_WhenAHostIsAnException_GivesNone(string target, bool isProxied)
    {
        var proxy = OutgoingProxy.Of("http://user:p%40ss@proxy:3128", "api.internal, *.corp")!;

        Assert.Equal(isProxied, proxy.GetProxy(new Uri(target)) is { Host: "proxy", Port: 3128 });
        Assert.Equal("p@ss", proxy.Credentials!.GetCredential(new Uri("http://proxy"), "Basic")!.Password);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    public void Of_WhenThereIsNone_IsNull(string proxy) => Assert.Null(OutgoingProxy.Of(proxy, ""));

    [Theory]
    [InlineData("proxy:3128")]
    [InlineData("socks5://proxy:1080")]
    public void Of_WhenItIsNoAddress_SaysWhatIs(string proxy) => Assert.Contains(
        "http://proxy:3128", Assert.Throws<FormatException>(() => OutgoingProxy.Of(proxy, "")).Message,
        StringComparison.Ordinal);
}
