namespace Workflow.Jq;

/// <summary>
/// What one evaluation may use. All but <see cref="RegexTime"/> count, so that they strike at the same place every
/// time.
/// </summary>
public sealed record JqLimits
{
    public static JqLimits Default { get; } = new();

    /// <summary>Operations; large copies count as several. From 1.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <summary>Calls within calls, those in tail position aside. From 1.</summary>
    public int Depth { get; init; } = 2_500;

    /// <summary>JSON size (about, in characters) of the outputs together and of any single value on the way.</summary>
    public long OutputBytes { get; init; } = 16 << 20;

    /// <summary>Time that the regular expressions of an evaluation may take together, as far as they need the engine
    /// that goes back and tries again; those that the linear engine takes may use 20 times as much.</summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromMilliseconds(250);
}
