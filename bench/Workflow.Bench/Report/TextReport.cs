using System.Globalization;
using System.Text;
using Workflow.Bench.Measures;

namespace Workflow.Bench.Report;

/// <summary>Least, middle and greatest value of every figure, as a table.</summary>
internal static class TextReport
{
    public static string Of(IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder();
        foreach (var workload in figures.GroupBy(figure => (figure.Workload, figure.Kind)))
        {
            var rounds = workload.GroupBy(figure => figure.Name).Max(name => name.Count());
            var title = $"{workload.Key.Workload} {workload.Key.Kind}".TrimEnd();
            text.AppendLine(CultureInfo.InvariantCulture, $"\n{title}, rounds: {rounds}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {"",-34} {"min",12} {"median",12} {"max",12}");
            foreach (var name in workload.GroupBy(figure => figure.Name, figure => figure.Value))
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"  {name.Key,-34} {Short(name.Min())} {Short(Series.Median(name))} {Short(name.Max())}");
            }
        }

        return text.ToString();
    }

    /// <summary>Three digits at least, none behind the point that says nothing.</summary>
    private static string Short(double value) => Math.Abs(value) switch
    {
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{value,12:F0}"),
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{value,12:F1}"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{value,12:F2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value,12:F3}"),
    };
}
