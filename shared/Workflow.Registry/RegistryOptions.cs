using System.ComponentModel.DataAnnotations;
using Workflow.Hosting;
using Workflow.Model;

namespace Workflow.Registry;

/// <summary>An agent registry over HTTP, instead of the table. Variables: AGENT_REGISTRY_ and the option's name; API
/// and consumers must have the same.</summary>
public sealed record RegistryOptions
{
    private const string Prefix = "AGENT_REGISTRY";

    /// <summary>Its root: agents are read at <c>{url}/agents/{name}</c>. Default: none, and the table is
    /// used.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the secret that is sent to it as bearer token. Default: none is sent.</summary>
    public string? Secret { get; init; }

    /// <summary>How long an answer counts that does not say so itself. Longer spares the registry and learns of changes
    /// later. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage =
        "must be 1000 to 3600000 ms: below it every call asks the registry, above it nobody learns of changes.")]
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a registry that is away, for an agent that was never seen. Longer rides out longer
    /// outages and holds up calls. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "must be 0 to 600000 ms.")]
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one answer may take. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00", ErrorMessage = "must be 10 to 60000 ms.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is such a registry.</summary>
    public bool IsUsed => Url is not null;

    /// <summary>Reads the options; other variables that begin alike, as Kubernetes makes them for a service, are left
    /// alone.</summary>
    /// <exception cref="SettingException">A value must not be used.</exception>
    public static RegistryOptions Read(IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var known = typeof(RegistryOptions).GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => OptionsReader.NameOf(Prefix, property)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var options = OptionsReader.Read<RegistryOptions>(environment.Where(one => known.Contains(one.Key)), Prefix);
        if (options.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            && uri.Fragment.Length == 0))
        {
            throw new SettingException(
                $"{Prefix}_URL", "…", "must be an absolute http or https address such as http://agent-registry:8080, "
                + "without user, query and fragment; a secret is named by AGENT_REGISTRY_SECRET.");
        }

        return options.Secret is { } secret && !SecretName.IsValid(secret)
            ? throw new SettingException(
                $"{Prefix}_SECRET", "…", $"must be the name of a secret, not its value: {SecretName.Rule}.")
            : options;
    }
}
