using System.Net;

namespace Workflow.Outgoing;

/// <summary>Decides where requests to addresses that users choose may go: to public addresses, and to what an operator
/// allowed.</summary>
public sealed class DestinationRules
{
    private readonly List<IPNetwork> _networks = [];
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _parents = [];

    private DestinationRules()
    {
    }

    /// <summary>Whether this machine itself may be reached.</summary>
    public bool AllowsLoopback => SpecialRanges.Loopback.Any(network => Allows("", network.BaseAddress));

    /// <param name="isLocal">Whether everything runs on one machine for one user, who may call what listens
    /// there.</param>
    /// <exception cref="FormatException">An entry is neither a network nor a host name; the message names
    /// it.</exception>
    public static DestinationRules Of(OutgoingOptions options, bool isLocal)
    {
        var rules = new DestinationRules();
        if (options.Allowed.Length == 0)
        {
            rules._networks.AddRange(isLocal ? SpecialRanges.Loopback : []);
        }
        else if (options.Allowed != "none")
        {
            const StringSplitOptions trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
            foreach (var entry in options.Allowed.Split(',', trimmed))
            {
                rules.Add(entry);
            }
        }

        return rules;
    }

    /// <summary>Whether a connection may be opened.</summary>
    /// <param name="host">The name that was asked for.</param>
    /// <param name="address">What it resolved to.</param>
    public bool Allows(string host, IPAddress address)
    {
        var plain = SpecialRanges.Plain(address);
        return !SpecialRanges.Contain(plain) || AllowsName(host)
            || _networks.Exists(network => network.Contains(plain));
    }

    private bool AllowsName(string host)
    {
        var name = host.TrimEnd('.');
        return _hosts.Contains(name)
            || _parents.Exists(parent => name.EndsWith(parent, StringComparison.OrdinalIgnoreCase));
    }

    private void Add(string entry)
    {
        if (IPAddress.TryParse(entry, out var address))
        {
            _networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
        }
        else if (entry.Contains('/'))
        {
            _networks.Add(IPNetwork.TryParse(entry, out var network) ? network : throw Wrong(entry));
        }
        else if (entry.StartsWith("*.", StringComparison.Ordinal)
            && Uri.CheckHostName(entry[2..]) == UriHostNameType.Dns)
        {
            _parents.Add(entry[1..]);
        }
        else
        {
            _hosts.Add(Uri.CheckHostName(entry) == UriHostNameType.Dns ? entry : throw Wrong(entry));
        }
    }

    private static FormatException Wrong(string entry) => new(
        $"'{entry}' is no network such as 10.1.0.0/16, no address and no host name such as hooks.internal or "
        + "*.example.org.");
}
