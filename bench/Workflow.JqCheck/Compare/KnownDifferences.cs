namespace Workflow.JqCheck.Compare;

/// <summary>What jq itself changed between its releases, or we do otherwise on purpose.</summary>
internal static class KnownDifferences
{
    /// <summary>Why the difference is as it should be, or null.</summary>
    public static string? ReasonOf(Comparison comparison) => null;
}
