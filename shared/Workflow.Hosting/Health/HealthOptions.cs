using System.ComponentModel.DataAnnotations;

namespace Workflow.Hosting;

/// <summary>Where a service without an API of its own answers probes. Environment: WORKFLOW_HEALTH_ and the option's
/// name.</summary>
public sealed record HealthOptions
{
    public const string Prefix = "WORKFLOW_HEALTH";

    /// <summary>Port for <c>/livez</c> and <c>/readyz</c>, on every address; they tell nothing but names of parts. 0
    /// (the default): none, as for several processes on one machine.</summary>
    [Range(0, 65_535)]
    public int Port { get; init; }

    /// <summary>How long a part may have had no success before the service counts as not ready. Shorter takes it out of
    /// rotation on every hiccup of the database. Default 10 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(10);
}
