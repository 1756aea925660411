namespace Workflow.Bench.Suite;

/// <summary>What the benchmark was asked for.</summary>
/// <param name="Workloads">In the order in which they are run.</param>
/// <param name="Runs">Runs of each throughput workload; null for each one's own number.</param>
internal sealed record SuitePlan(IReadOnlyList<string> Workloads, int Rounds, int? Runs, bool Json)
{
    public const int RoundsDefault = 5;

    /// <summary>Those that are run when none is named.</summary>
    public static readonly IReadOnlyList<string> Usual = ["W1", "W1o", "W2", "W3", "W4"];

    /// <exception cref="ArgumentException">A workload or number is none; the message says what there is.</exception>
    public static SuitePlan Of(
        IReadOnlyList<string> names, int rounds, int? runs, bool json, IReadOnlyList<string> known)
    {
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"There is no workload '{unknown}'; there are {string.Join(", ", known)}.");
        }

        return rounds < 1 || runs < 1
            ? throw new ArgumentException("--rounds and --runs take a number from 1.")
            : new SuitePlan(names.Count > 0 ? [.. names.Distinct()] : Usual, rounds, runs, json);
    }
}
