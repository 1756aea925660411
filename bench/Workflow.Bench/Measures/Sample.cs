namespace Workflow.Bench.Measures;

/// <summary>Where every counter stood at one moment.</summary>
/// <param name="Cpu">Seconds of processor time so far, by process.</param>
/// <param name="Machine">Those of the whole machine.</param>
/// <param name="Wal">Bytes of write-ahead log so far.</param>
/// <param name="Commits">Transactions so far that wrote something.</param>
internal sealed record Sample(
    long At, IReadOnlyDictionary<string, double> Cpu, double Machine, long Wal, long Commits)
{
    public double SecondsUntil(Sample later) => TimeProvider.System.GetElapsedTime(At, later.At).TotalSeconds;

    /// <summary>What one run has cost between two samples.</summary>
    public IEnumerable<(string Name, double Value)> CostUntil(Sample later, int runs)
    {
        var spent = later.Cpu.ToDictionary(cpu => cpu.Key, cpu => cpu.Value - Cpu.GetValueOrDefault(cpu.Key));
        yield return ("CPU ms per run", 1_000 * spent.Values.Sum() / runs);
        foreach (var (process, seconds) in spent)
        {
            yield return ($"CPU ms per run: {process}", 1_000 * seconds / runs);
        }

        yield return ("commits per run", (double)(later.Commits - Commits) / runs);
        yield return ("WAL bytes per run", (double)(later.Wal - Wal) / runs);
        yield return ("foreign cores", (later.Machine - Machine - spent.Values.Sum()) / SecondsUntil(later));
    }
}
