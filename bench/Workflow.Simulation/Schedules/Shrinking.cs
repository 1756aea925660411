namespace Workflow.Simulation.Schedules;

/// <summary>Makes a failing schedule readable: actions that are not needed for the failure are left out.</summary>
internal static class Shrinking
{
    /// <summary>The same failure with as few actions as leaving out, in ever smaller pieces, comes to; with its
    /// story.</summary>
    public static Verdict Of(Verdict failing, Mutant mutant)
    {
        var without = new HashSet<int>();
        for (var piece = 64; piece > 0; piece /= 2)
        {
            for (var from = 0; from < failing.Planned; from += piece)
            {
                var fewer = new HashSet<int>(without);
                fewer.UnionWith(Enumerable.Range(from, piece));
                if (fewer.Count > without.Count
                    && Schedule.Run(failing.Seed, mutant, fewer).Violation?.Rule == failing.Violation!.Rule)
                {
                    without = fewer;
                }
            }
        }

        return Schedule.Run(failing.Seed, mutant, without, isTold: true);
    }
}
