using System.ComponentModel.DataAnnotations;
using Workflow.Outgoing.Calls;

namespace Workflow.Outgoing.Resources;

/// <summary>How what definitions refer to is fetched, when they are registered, checked or simulated. Environment:
/// WORKFLOW_RESOURCES_ and the option's name; durations there are milliseconds.</summary>
public sealed record ResourceOptions
{
    public const string Prefix = "WORKFLOW_RESOURCES";

    /// <summary>Catalog of functions that every definition may use as <c>default</c>: an http or https address, or a
    /// folder on this machine, in which <c>functions/log/1.0.0/function.yaml</c> is the function
    /// <c>log:1.0.0@default</c>. Default none.</summary>
    public string DefaultCatalog { get; init; } = "none";

    /// <summary>Resources of one definition; more are refused. Default 50.</summary>
    [Range(0, 10_000)]
    public int CountMax { get; init; } = 50;

    /// <summary>Bytes of one resource; a larger one is refused. Default 256 KiB.</summary>
    [Range(1, 64 * 1024 * 1024)]
    public int ResponseBytesMax { get; init; } = 256 * 1024;

    /// <summary>How long fetching one resource may take, redirects included. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Redirects of one resource that are followed. Default 5.</summary>
    [Range(0, 50)]
    public int RedirectsMax { get; init; } = 5;

    /// <summary>Resources that one process fetches at a time from one host; the others wait. Default 8.</summary>
    [Range(1, 10_000)]
    public int CallsPerHostMax { get; init; } = 8;

    /// <summary>As for tools: <c>none</c>, <c>environment</c>, or a proxy's address. Default none.</summary>
    public string Proxy { get; init; } = "none";

    /// <summary>Hosts, and what is below one, separated by commas, that are asked without the proxy. Default
    /// none.</summary>
    public string ProxyExceptions { get; init; } = "";

    /// <summary>The default catalog as an address; null for none.</summary>
    /// <exception cref="FormatException">It is neither an address nor a folder that is there.</exception>
    public Uri? Catalog => DefaultCatalog is "none" or "" ? null
        : DefaultCatalog.Contains("://", StringComparison.Ordinal) ? AddressOf(DefaultCatalog)
        : Directory.Exists(DefaultCatalog) ? new Uri(Path.GetFullPath(DefaultCatalog))
        : throw new FormatException("It is neither an http or https address nor a folder that is there.");

    /// <summary>What of this the client keeps to.</summary>
    public OutgoingLimits Limits =>
        new(Timeout, CallsPerHostMax, 10_000, ResponseBytesMax, RedirectsMax) { Variables = Prefix };

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException("It is no http or https address.");
}
