namespace Workflow.Bench.Suite;

/// <summary>What the benchmark was asked for.</summary>
/// <param name="Workloads">In the order in which they are run.</param>
/// <param name="Rounds">How often; null for each workload's own number.</param>
/// <param name="Runs">Runs of each workload that has many; null for each one's own number.</param>
/// <param name="Filled">Ended runs that lie in the tables where a workload wants very many.</param>
internal sealed record SuitePlan(
    IReadOnlyList<string> Workloads, int? Rounds, int? Runs, int Filled, bool Json)
{
    public const int RoundsDefault = 5;
    public const int FilledDefault = 1_000_000;

    /// <summary>Those that are run when none is named.</summary>
    public static readonly IReadOnlyList<string> Usual = ["W1", "W1o", "W2", "W3", "W4"];

    /// <summary>The same plan, each workload once, the usual ones when none is named.</summary>
    /// <exception cref="ArgumentException">A workload or number is none; the message says what there is.</exception>
    public SuitePlan Checked(IReadOnlyList<string> known)
    {
        if (Workloads.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"There is no workload '{unknown}'; there are {string.Join(", ", known)}.");
        }

        return Rounds < 1 || Runs < 1 || Filled < 1
            ? throw new ArgumentException("--rounds, --runs and --filled take a number from 1.")
            : this with { Workloads = Workloads.Count > 0 ? [.. Workloads.Distinct()] : Usual };
    }
}
