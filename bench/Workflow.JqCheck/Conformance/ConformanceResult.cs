namespace Workflow.JqCheck.Conformance;

/// <summary>How the cases of one file went.</summary>
internal sealed record ConformanceResult(
    string File, int Passed, IReadOnlyList<(ConformanceCase Test, string Problem)> Failed,
    IReadOnlyList<(string Reason, int Count)> OutOfScope)
{
    /// <summary>Part of the cases in scope that passed, 0 to 1.</summary>
    public double Rate => Passed / (double)Math.Max(1, Passed + Failed.Count);

    public static ConformanceResult Of(string path)
    {
        var all = ConformanceCase.Read(path).ToList();
        var done = all.Where(test => test.OutOfScope is null).Select(test => (Test: test, Problem: test.Problem()))
            .ToList();
        var failed = done.Where(result => result.Problem is not null)
            .Select(result => (result.Test, result.Problem!)).ToList();
        var outside = all.Where(test => test.OutOfScope is not null).GroupBy(test => test.OutOfScope!)
            .Select(group => (group.Key, group.Count())).ToList();
        return new ConformanceResult(Path.GetFileName(path), done.Count - failed.Count, failed, outside);
    }

    /// <summary>The report: a line for the file, for each reason and for each failure.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{File}: {Passed} passed, {Failed.Count} failed, "
            + $"{OutOfScope.Sum(group => group.Count)} out of scope";
        foreach (var (reason, count) in OutOfScope)
        {
            yield return $"  out of scope: {count} with {reason}";
        }

        foreach (var (test, problem) in Failed)
        {
            yield return $"  line {test.Line}: {test.Program}\n    {problem}";
        }
    }
}
