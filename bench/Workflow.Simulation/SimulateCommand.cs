using System.CommandLine;
using System.Globalization;
using Workflow.Simulation.Schedules;

namespace Workflow.Simulation;

/// <summary>Runs schedules and says what they came to.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int> Schedules = new("--schedules")
    {
        Description = "How many schedules to run.",
        DefaultValueFactory = _ => 100_000,
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Seed of the first schedule; the others follow. One schedule of a seed is always the same.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<Mutant> MutantOption = new("--mutant")
    {
        Description = "Put a bug into the protocol, to see that it is found: " +
            string.Join(", ", Enum.GetNames<Mutant>().Skip(1)) + ".",
    };

    private static readonly Option<bool> Told = new("--told")
    {
        Description = "Print the story of every schedule.",
    };

    public static RootCommand Build()
    {
        var command = new RootCommand(
            "Runs the ownership protocol in random schedules of failures and checks its rules.")
        {
            Schedules, Seed, MutantOption, Told,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(Seed), Math.Max(parsed.GetValue(Schedules), 1), parsed.GetValue(MutantOption),
            parsed.GetValue(Told)));
        return command;
    }

    /// <returns>0 when the outcome is as it should be: no rule is broken, or the mutant is caught.</returns>
    private static int Run(ulong seed, int schedules, Mutant mutant, bool isTold)
    {
        if (isTold)
        {
            for (var i = 0; i < schedules; i++)
            {
                Tell(Schedule.Run(seed + (ulong)i, mutant, isTold: true));
            }
        }

        var tally = Campaign.Run(seed, schedules, mutant);
        Report(seed, mutant, tally);
        if (tally.Failing.Count > 0)
        {
            var smallest = tally.Failing.Select(failing => Shrinking.Of(failing, mutant))
                .MinBy(verdict => verdict.Story.Count)!;
            Tell(smallest);
            Say($"Again: ./dev simulate --schedules 1 --seed {smallest.Seed}" +
                (mutant == Mutant.None ? "" : $" --mutant {mutant}"));
        }

        var isCaught = tally.Failing.Count > 0;
        Say((mutant, isCaught) switch
        {
            (Mutant.None, false) => "No rule was broken.",
            (Mutant.None, true) => "A rule was broken.",
            (_, true) => $"{mutant} was caught by schedule {tally.Schedules}.",
            _ => $"{mutant} was not caught.",
        });
        return isCaught == (mutant != Mutant.None) ? 0 : 1;
    }

    private static void Report(ulong seed, Mutant mutant, Tally tally)
    {
        var coverage = tally.Coverage;
        Say($"{tally.Schedules:n0} schedules from seed {seed} on" + (mutant == Mutant.None ? "" : $" with {mutant}") +
            $": {tally.Schedules / tally.Took.TotalSeconds:n0} a second");
        Say($"  {tally.Actions:n0} actions, {tally.Checks:n0} checks");
        Say($"  {coverage.Runs:n0} runs, {coverage.Effects:n0} effects sent, {coverage.Cancels:n0} cancelled");
        Say($"  {coverage.TakeOvers:n0} shards taken, {coverage.Healed:n0} found assigned and not held");
        Say($"  {coverage.Flushes:n0} flushes, {coverage.Fenced:n0} kept out by the fence, " +
            $"{coverage.Orphaned:n0} executed for processes that had gone or given up");
    }

    private static void Tell(Verdict verdict)
    {
        Say($"Schedule {verdict.Seed}:");
        foreach (var line in verdict.Story)
        {
            Say(line);
        }

        Say(verdict.Violation is { } broken ? $"  {broken.Rule} is broken: {broken.What}" : "  all rules hold");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);
}
