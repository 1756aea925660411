using System.Net;
using Workflow.Outgoing;
using Xunit;

namespace Workflow.UnitTests.Outgoing;

public sealed class DestinationRulesTests
{
    private static readonly DestinationRules Strict = Rules("none");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")] // metadata of a cloud
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")] // wire server of a cloud
    [InlineData("169.254.169.254")] // metadata of clouds
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")] // metadata of a cloud
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("2130706433")] // 127.0.0.1 as one number
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")] // octal
    [InlineData("127.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")] // IPv4 within IPv6
    [InlineData("::ffff:a9fe:a9fe")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")] // NAT64 of 127.0.0.1
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")] // 6to4
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")] // Teredo
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")] // metadata of a cloud
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("ff02::1")]
    [InlineData("5f00::1")]
    public void Address_WhenItIsNobodysOnTheInternet_IsDenied(string text) =>
        Assert.False(Strict.Allows("host.example", IPAddress.Parse(text)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("198.20.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:800::200e")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::101:101")] // NAT64 of 1.1.1.1
    public void Address_WhenItIsPublic_IsAllowed(string text) =>
        Assert.True(Strict.Allows("host.example", IPAddress.Parse(text)));

    [Theory]
    [InlineData("10.1.0.0/16", "x", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "x", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "x", "10.2.0.1", false)]
    [InlineData("10.1.0.1/16", "x", "10.1.9.9", true)]
    [InlineData("10.1.0.0/16, fd00::/8", "x", "fd12::1", true)]
    [InlineData("127.0.0.1", "x", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "x", "127.0.0.2", false)]
    [InlineData("hooks.internal", "hooks.internal", "10.9.9.9", true)]
    [InlineData("hooks.internal", "HOOKS.internal.", "10.9.9.9", true)]
    [InlineData("hooks.internal", "evil-hooks.internal", "10.9.9.9", false)]
    [InlineData("*.example.org", "a.example.org", "10.9.9.9", true)]
    [InlineData("*.example.org", "example.org", "10.9.9.9", false)]
    [InlineData("*.example.org", "anexample.org", "10.9.9.9", false)]
    public void Address_WhenAnOperatorNamesNetworksOrHosts_IsAllowedThereOnly(
        string allowed, string host, string address, bool expected) =>
        Assert.Equal(expected, Rules(allowed).Allows(host, IPAddress.Parse(address)));

    [Theory]
    [InlineData(true, "127.0.0.1", true)]
    [InlineData(true, "::1", true)]
    [InlineData(true, "169.254.169.254", false)]
    [InlineData(true, "10.0.0.1", false)]
    [InlineData(false, "127.0.0.1", false)]
    public void Address_WhenNothingIsConfigured_IsAllowedOnThisMachineInTheLocalProfileOnly(
        bool isLocal, string address, bool expected)
    {
        var rules = DestinationRules.Of(new OutgoingOptions(), isLocal);
        Assert.Equal((expected, isLocal), (rules.Allows("x", IPAddress.Parse(address)), rules.AllowsLoopback));
    }

    [Theory]
    [InlineData("10.0.0.0/40")]
    [InlineData("not a host")]
    [InlineData("*.10.0.0.1")]
    public void Rules_WhenAnEntryMakesNoSense_NameIt(string entry) =>
        Assert.Contains(entry, Assert.Throws<FormatException>(() => Rules(entry)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://example.org/hook?x=1")]
    [InlineData("http://example.org:8080/")]
    [InlineData("http://1.1.1.1/")]
    public void Url_WhenItIsFine_IsTaken(string text) =>
        Assert.True(OutgoingUrl.TryRead(text, Strict, out _, out _));

    [Theory]
    [InlineData("ftp://example.org/", "no absolute http")]
    [InlineData("file:///etc/passwd", "no absolute http")]
    [InlineData("/relative", "no absolute http")]
    [InlineData("gopher://example.org", "no absolute http")]
    [InlineData("http://user:secret@example.org/", "password")]
    [InlineData("http://user@example.org/", "password")]
    [InlineData("http://example.org/#part", "fragment")]
    [InlineData("http://127.0.0.1/", "no public address")]
    [InlineData("http://2130706433/", "no public address")]
    [InlineData("http://0x7f.1/", "no public address")]
    [InlineData("http://0177.0.0.1/", "no public address")]
    [InlineData("http://[::1]/", "no public address")]
    [InlineData("http://[::ffff:169.254.169.254]/", "no public address")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "no public address")]
    public void Url_WhenItMustNotBeCalled_SaysWhy(string text, string reason)
    {
        Assert.False(OutgoingUrl.TryRead(text, Strict, out _, out var fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    private static DestinationRules Rules(string allowed) =>
        DestinationRules.Of(new OutgoingOptions { Allowed = allowed }, isLocal: false);
}
