using System.Diagnostics;
using Workflow.Simulation.Checks;

namespace Workflow.Simulation.Schedules;

/// <summary>What many schedules came to.</summary>
/// <param name="Schedules">Run until the end or the first failure.</param>
/// <param name="Failing">The first few that broke a rule, by seed.</param>
internal sealed record Tally(
    int Schedules, long Actions, long Checks, Coverage Coverage, IReadOnlyList<Verdict> Failing, TimeSpan Took);

/// <summary>Many schedules, on all cores.</summary>
internal static class Campaign
{
    private const int Batch = 200;
    private const int FailingMax = 5;

    /// <param name="from">First seed; the others follow.</param>
    public static Tally Run(ulong from, int schedules, Mutant mutant)
    {
        var began = Stopwatch.GetTimestamp();
        var (done, actions, checks) = (0, 0L, 0L);
        var coverage = new Coverage();
        var failing = new List<Verdict>();
        while (done < schedules && failing.Count == 0)
        {
            var verdicts = new Verdict[Math.Min(Batch, schedules - done)];
            var first = from + (ulong)done;
            Parallel.For(0, verdicts.Length, i => verdicts[i] = Schedule.Run(first + (ulong)i, mutant));
            foreach (var verdict in verdicts)
            {
                done++;
                actions += verdict.Actions;
                checks += verdict.Checks;
                coverage.Add(verdict.Coverage);
                if (verdict.Violation is not null)
                {
                    failing.Add(verdict);
                }
            }
        }

        return new Tally(
            failing.Count == 0 ? done : (int)(failing[0].Seed - from) + 1, actions, checks, coverage,
            [.. failing.Take(FailingMax)], Stopwatch.GetElapsedTime(began));
    }
}
