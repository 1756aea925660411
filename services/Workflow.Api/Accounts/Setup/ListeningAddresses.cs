using System.Net;

namespace Workflow.Api.Accounts.Setup;

/// <summary>Where the API will listen.</summary>
public static class ListeningAddresses
{
    /// <summary>The first address that others than this machine can reach; null if there is none.</summary>
    /// <param name="urls">As <c>--urls</c> has them, separated by semicolons.</param>
    public static string? BeyondLoopback(IConfiguration settings, string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(settings.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "*"))
            .FirstOrDefault(url => !IsLoopback(url));

    /// <summary>Whether a host is this machine: localhost, or an address of loopback.</summary>
    public static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsLoopback(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return !address.IsUnixPipe && !address.IsNamedPipe && IsLoopbackHost(address.Host);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
