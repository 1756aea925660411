using System.Net;
using System.Net.Sockets;

namespace Workflow.Outgoing;

/// <summary>Addresses that are nobody's on the public internet: this machine, private networks, links, metadata
/// services, multicast, documentation, translation.</summary>
/// <remarks>After IANA's registries of special-purpose addresses; ranges that the public can reach are left
/// out.</remarks>
public static class SpecialRanges
{
    private static readonly IPNetwork[] V4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        // A cloud's wire server has a public number.
        "168.63.129.16/32");

    /// <summary>All that is public in IPv6 lies in here.</summary>
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>The networks of this machine itself.</summary>
    public static readonly IReadOnlyList<IPNetwork> Loopback = Networks("127.0.0.0/8", "::1/128");

    /// <summary>Whether a request of a user must not go there.</summary>
    public static bool Contain(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => Array.Exists(V4, network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 =>
                !GlobalV6.Contains(plain) || Array.Exists(SpecialV6, network => network.Contains(plain)),
            _ => true,
        };
    }

    /// <summary>The IPv4 address where an IPv6 one only stands for it (mapped, or NAT64), without a scope.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        var unscoped = new IPAddress(bytes);
        return unscoped.IsIPv4MappedToIPv6 || Nat64.Contains(unscoped) ? new IPAddress(bytes[12..]) : unscoped;
    }

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(text => IPNetwork.Parse(text))];
}
