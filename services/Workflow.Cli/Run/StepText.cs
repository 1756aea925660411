using System.Globalization;

namespace Workflow.Cli.Run;

/// <summary>Numbers of a step as both views write them.</summary>
internal static class StepText
{
    /// <summary>Such as <c>840 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => Invariant($"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => Invariant($"{time.TotalSeconds:0.0} s"),
        _ => Invariant($"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
    };

    /// <summary>Rounded down, so that 100% means all of it.</summary>
    public static string Percent(double fraction) => Invariant($"{Math.Floor(fraction * 100)}%");

    /// <summary>How many executions there are and how they ended; empty for a single one.</summary>
    public static string Counts(StepGroup group)
    {
        if (group.Count == 1)
        {
            return "";
        }

        (int Count, string Word)[] parts =
            [(group.Completed, "done"), (group.Running, "running"), (group.Failed, "failed"), (group.Other, "skipped")];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}"));
    }

    /// <summary>The duration of a single one, average and longest of many.</summary>
    public static string Duration(StepGroup group) => (group.Average, group.Longest) switch
    {
        ({ } average, { } longest) when group.Count > 1 => $"avg {Of(average)}, max {Of(longest)}",
        (_, { } longest) => Of(longest),
        _ => "",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
