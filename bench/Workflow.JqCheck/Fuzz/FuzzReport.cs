using System.Globalization;

namespace Workflow.JqCheck.Fuzz;

/// <summary>What the cases came to.</summary>
internal sealed class FuzzReport(int seed)
{
    private const int ToldExamples = 20;
    private const int LongestKept = 20;

    private readonly Dictionary<(FuzzKind Kind, FuzzEnd End), int> _ends = [];
    private readonly Dictionary<(FuzzKind Kind, string Bound), int> _bounds = [];
    private readonly List<(int Number, string What)> _crashes = [];
    private readonly List<int> _hangs = [];
    private readonly PriorityQueue<int, TimeSpan> _longest = new();
    private (int Number, long Bytes) _greediest;
    private long _mostHeld;
    private TimeSpan _total;

    public bool IsClean => _crashes.Count + _hangs.Count == 0;

    public void Ended(int number, FuzzOutcome outcome)
    {
        var kind = FuzzCase.Of(seed, number).Kind;
        Count(_ends, (kind, outcome.End));
        _total += outcome.Took;
        if (outcome.Bound is { } bound)
        {
            Count(_bounds, (kind, bound));
        }

        if (outcome.Crash is { } crash)
        {
            Died(number, crash);
        }

        _longest.Enqueue(number, outcome.Took);
        if (_longest.Count > LongestKept)
        {
            _longest.Dequeue();
        }

        _greediest = outcome.Allocated > _greediest.Bytes ? (number, outcome.Allocated) : _greediest;
    }

    public void Died(int number, string what) => _crashes.Add((number, what));

    public void Hung(int number) => _hangs.Add(number);

    /// <summary>What a process still held after its cases.</summary>
    public void Held(long bytes) => _mostHeld = Math.Max(_mostHeld, bytes);

    public IEnumerable<string> Lines()
    {
        yield return Say($"{_ends.Values.Sum():n0} cases of seed {seed} in {_total.TotalSeconds:n0} s");
        foreach (var kind in Enum.GetValues<FuzzKind>())
        {
            var ends = _ends.Where(entry => entry.Key.Kind == kind).OrderBy(entry => entry.Key.End);
            yield return Say($"  {kind}: {ends.Sum(entry => entry.Value):n0} cases (")
                + string.Join(", ", ends.Select(entry => Say($"{entry.Key.End} {entry.Value:n0}"))) + ")";
        }

        yield return Say($"Bounds struck: {_bounds.Values.Sum():n0}");
        foreach (var group in _bounds.GroupBy(entry => entry.Key.Bound))
        {
            yield return $"  {group.Key}: "
                + string.Join(", ", group.Select(entry => Say($"{entry.Key.Kind} {entry.Value:n0}")));
        }

        var (longest, took) = LongestAlone();
        yield return Say($"Longest case: {took.TotalMilliseconds:n0} ms, ") + Story(longest);
        yield return Say($"Most allocated: {_greediest.Bytes / 1e6:n0} MB, ") + Story(_greediest.Number);
        yield return Say($"Held by a process after its cases: {_mostHeld / 1e6:n1} MB at most");
        yield return $"Crashes: {_crashes.Count}, hangs: {_hangs.Count}";
        foreach (var (number, what) in _crashes.Take(ToldExamples))
        {
            yield return $"  crash, {Story(number)}\n    {what}";
        }

        foreach (var number in _hangs.Take(ToldExamples))
        {
            yield return $"  hang, {Story(number)}";
        }
    }

    /// <summary>On a busy machine a case may have waited; so the longest ones are tried again, and the shorter time
    /// counts.</summary>
    private (int Number, TimeSpan Took) LongestAlone() => _longest.UnorderedItems
        .Select(item =>
        {
            var again = FuzzOutcome.Of(FuzzCase.Of(seed, item.Element)).Took;
            return (item.Element, again < item.Priority ? again : item.Priority);
        })
        .MaxBy(item => item.Item2);

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Story(int number)
    {
        var tried = FuzzCase.Of(seed, number);
        var input = System.Text.Encoding.UTF8.GetString(tried.Input);
        return $"case {number} ({tried.Kind}): {tried.Program}\n    on {input}";
    }
}
