namespace Workflow.Bench.Measures;

/// <summary>All figures of one call of the benchmark.</summary>
/// <param name="say">Is told of progress.</param>
internal sealed class FigureBook(Action<string> say)
{
    private const int SaidMost = 3;

    private readonly List<Figure> _figures = [];

    public IReadOnlyList<Figure> Figures => _figures;

    public void Say(string text) => say(text);

    public void Keep(string workload, string kind, IEnumerable<(string Name, double Value)> values)
    {
        var kept = values.Select(value => new Figure(workload, kind, value.Name, value.Value)).ToList();
        _figures.AddRange(kept);
        say($"{workload} {kind}: " + string.Join(", ", kept.Take(SaidMost).Select(
            one => FormattableString.Invariant($"{one.Name} {one.Value:G4}"))));
    }

    /// <summary>The figure of that name that was kept last.</summary>
    public double Last(string workload, string kind, string name) => _figures.Last(
        figure => figure.Workload == workload && figure.Kind == kind && figure.Name == name).Value;
}
