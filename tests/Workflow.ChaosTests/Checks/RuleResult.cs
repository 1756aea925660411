namespace Workflow.ChaosTests.Checks;

/// <summary>What a check found.</summary>
/// <param name="Rule">R1 to R9.</param>
/// <param name="What">What was looked at, for people.</param>
/// <param name="Cases">How many things were looked at.</param>
internal sealed record RuleResult(string Rule, string What, int Cases, IReadOnlyList<string> Violations);

/// <summary>Some measured times of one kind.</summary>
/// <param name="Bound">What is promised; null where nothing is.</param>
/// <param name="Within">How many kept it.</param>
/// <param name="Where">The case that took the worst time.</param>
internal sealed record TimeResult(
    string What, int Cases, int Within, TimeSpan Median, TimeSpan Worst, TimeSpan? Bound, string Where)
{
    public bool IsBroken => Worst > Bound;

    public static TimeResult Of(string what, TimeSpan? bound, IReadOnlyList<(TimeSpan Time, string Where)> cases)
    {
        if (cases.Count == 0)
        {
            return new TimeResult(what, 0, 0, TimeSpan.Zero, TimeSpan.Zero, bound, "");
        }

        var ordered = cases.OrderBy(one => one.Time).ToList();
        return new TimeResult(
            what, cases.Count, cases.Count(one => one.Time <= (bound ?? TimeSpan.MaxValue)),
            ordered[ordered.Count / 2].Time, ordered[^1].Time, bound, ordered[^1].Where);
    }
}
