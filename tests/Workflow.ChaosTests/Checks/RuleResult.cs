namespace Workflow.ChaosTests.Checks;

/// <summary>What a check found.</summary>
/// <param name="Rule">R1 to R9.</param>
/// <param name="What">What was looked at, for people.</param>
/// <param name="Cases">How many things were looked at.</param>
internal sealed record RuleResult(string Rule, string What, int Cases, IReadOnlyList<string> Violations);

/// <summary>The worst of some measured times.</summary>
/// <param name="Bound">What is promised; null where nothing is.</param>
/// <param name="Where">The case that took the worst time.</param>
internal sealed record TimeResult(string What, int Cases, TimeSpan Worst, TimeSpan? Bound, string Where)
{
    public bool IsBroken => Worst > Bound;
}
