using Workflow.Model;

namespace Workflow.Tools.Logins;

/// <summary>Which hosts a definition may send a secret to: else whoever writes definitions could send every secret to
/// themselves.</summary>
public sealed class SecretHosts
{
    private readonly Dictionary<string, string[]> _hosts = [];
    private readonly bool _isAnywhere;

    private SecretHosts(bool isAnywhere) => _isAnywhere = isAnywhere;

    /// <param name="text">See <see cref="ToolOptions.SecretHosts"/>.</param>
    /// <param name="isLocal">Whether everything runs on one machine for one user.</param>
    /// <exception cref="FormatException">An entry is not <c>name=host,host</c>; the message names it.</exception>
    public static SecretHosts Of(string text, bool isLocal)
    {
        const StringSplitOptions trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var rules = new SecretHosts(isLocal && text.Length == 0);
        foreach (var entry in text.Split(';', trimmed))
        {
            var parts = entry.Split('=', 2, StringSplitOptions.TrimEntries);
            var hosts = parts.ElementAtOrDefault(1)?.Split(',', trimmed) ?? [];
            if (!SecretName.IsValid(parts[0]) || hosts.Length == 0 || !hosts.All(IsHost))
            {
                throw new FormatException(
                    $"'{entry}' is not the name of a secret, =, and its hosts such as api.example.com,*.example.org.");
            }

            rules._hosts[parts[0]] = hosts;
        }

        return rules;
    }

    public bool Allow(string secret, Uri target) => _isAnywhere
        || _hosts.GetValueOrDefault(secret, []).Any(host => host == "*"
            || (host.StartsWith("*.", StringComparison.Ordinal)
                ? target.IdnHost.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
                : target.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase)));

    private static bool IsHost(string host) => host == "*"
        || Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host)
            is not UriHostNameType.Unknown;
}
