using System.Globalization;

namespace Workflow.JqCheck.Compare;

/// <summary>What the comparisons came to.</summary>
internal sealed class CompareReport(KnownDifferences differences)
{
    private readonly Dictionary<string, int> _known = [];
    private readonly List<Comparison> _messages = [];
    private readonly List<Comparison> _different = [];
    private readonly List<string> _refused = [];
    private int _same;
    private int _unbounded;

    public bool IsClean => _different.Count == 0;

    public void Add(Comparison comparison)
    {
        if (comparison.IsSame)
        {
            _same++;
        }
        else if (differences.ReasonOf(comparison) is { } reason)
        {
            _known[reason] = _known.GetValueOrDefault(reason) + 1;
        }
        else
        {
            (comparison.DiffersInMessage ? _messages : _different).Add(comparison);
        }
    }

    /// <summary>The other jq does not compile the program, or does not end with it.</summary>
    public void Refused(string program) => _refused.Add(program);

    /// <summary>A bound of ours struck, or their output cannot be read.</summary>
    public void Unbounded() => _unbounded++;

    public IEnumerable<string> Lines(int told)
    {
        yield return Say($"{_same:n0} the same, {_known.Values.Sum():n0} differ as known, ")
            + Say($"{_messages.Count:n0} fail alike with another message, {_different.Count:n0} differ; ")
            + Say($"not compared: {_unbounded:n0} by a bound, {_refused.Count:n0} programs refused by the other jq");
        foreach (var (reason, count) in _known.OrderByDescending(entry => entry.Value))
        {
            yield return Say($"  known, {count:n0}: {reason}");
        }

        foreach (var line in Examples("another message", _messages, told)
            .Concat(Examples("DIFFERENT", _different, told)))
        {
            yield return line;
        }

        foreach (var program in _refused.Take(told))
        {
            yield return $"refused: {program}";
        }
    }

    private static IEnumerable<string> Examples(string title, List<Comparison> all, int told) =>
        all.DistinctBy(example => example.Program).OrderBy(example => example.Program.Length).Take(told)
            .Select(example => $"{title}: {example.Program}\n    on     {example.Input}\n    theirs "
                + $"{example.Theirs}\n    ours   {example.Ours}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
