using System.Net;

namespace Workflow.Outgoing.Calls;

/// <summary>The operator's proxy, and which hosts are called without it.</summary>
public sealed class OutgoingProxy : IWebProxy
{
    private readonly Uri? _fixed;
    private readonly IWebProxy? _environment;
    private readonly string[] _exceptions;

    private OutgoingProxy(Uri? address, IWebProxy? environment, string exceptions)
    {
        (_fixed, _environment) = (address, environment);
        _exceptions = exceptions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (address?.UserInfo is { Length: > 0 } user)
        {
            var parts = user.Split(':', 2);
            Credentials = new NetworkCredential(
                Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
        }
        else
        {
            Credentials = environment?.Credentials;
        }
    }

    public ICredentials? Credentials { get; set; }

    /// <param name="proxy"><c>none</c>; <c>environment</c> for HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; or an
    /// address such as <c>http://user:password@proxy:3128</c>.</param>
    /// <param name="exceptions">Hosts (<c>api.internal</c>) and what is below one (<c>*.internal</c>), separated by
    /// commas, that are called without it.</param>
    /// <returns>Null for no proxy.</returns>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static OutgoingProxy? Of(string proxy, string exceptions)
    {
        if (proxy is "" or "none")
        {
            return null;
        }

        if (proxy == "environment")
        {
            return new OutgoingProxy(null, HttpClient.DefaultProxy, exceptions);
        }

        return Uri.TryCreate(proxy, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new OutgoingProxy(address, null, exceptions)
            : throw new FormatException(
                "It is neither none nor environment nor the address of a proxy such as http://proxy:3128.");
    }

    public Uri? GetProxy(Uri destination) =>
        IsException(destination.Host) ? null
        : _fixed ?? (_environment!.IsBypassed(destination) ? null : _environment.GetProxy(destination));

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    private bool IsException(string host) => Array.Exists(_exceptions, entry => entry.StartsWith("*.", default)
        ? host.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(entry, StringComparison.OrdinalIgnoreCase));
}
