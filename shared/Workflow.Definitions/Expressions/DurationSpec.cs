using System.Globalization;
using System.Text.RegularExpressions;
using Workflow.Jq;

namespace Workflow.Definitions.Expressions;

/// <summary>A duration of the DSL: members (days … milliseconds) summed up, an ISO 8601 text, or an expression that
/// gives one.</summary>
public sealed partial record DurationSpec(TimeSpan Fixed, Expression? Computed = null)
{
    /// <summary>Longer ones are refused: added to a date they would leave the calendar.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(36_500);

    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("weeks", 7 * TimeSpan.TicksPerDay), ("days", TimeSpan.TicksPerDay), ("hours", TimeSpan.TicksPerHour),
        ("minutes", TimeSpan.TicksPerMinute), ("seconds", TimeSpan.TicksPerSecond),
    ];

    /// <summary>The duration, zero or more.</summary>
    /// <exception cref="JqException">The expression failed.</exception>
    /// <exception cref="FormatException">The expression gave no ISO 8601 duration, or a negative one.</exception>
    public TimeSpan Evaluate(JqValue input, ExpressionScope scope)
    {
        if (Computed is null)
        {
            return Fixed;
        }

        var text = Computed.Evaluate(input, scope).AsString;
        return text is not null && TryParseIso(text, out var duration)
            ? duration
            : throw new FormatException(
                $"'{Computed.Source}' gave {text ?? "no text"}, which is no ISO 8601 duration such as PT30S.");
    }

    /// <summary>Reads an ISO 8601 duration from zero to <see cref="Max"/>, without years and months (their length is
    /// not fixed).</summary>
    public static bool TryParseIso(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Iso().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var ticks = 0m;
        foreach (var (unit, ticksPerUnit) in Units)
        {
            if (match.Groups[unit] is { Success: true } group)
            {
                ticks += decimal.Parse(
                    group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * ticksPerUnit;
            }
        }

        duration = ticks <= Max.Ticks ? TimeSpan.FromTicks((long)ticks) : TimeSpan.Zero;
        return ticks <= Max.Ticks;
    }

    // At least one part, and at least one after T; digits bounded so that no decimal overflows.
    [GeneratedRegex(
        """
        ^P(?=[0-9T])((?<weeks>[0-9]{1,9}(\.[0-9]{1,9})?)W)?((?<days>[0-9]{1,9}(\.[0-9]{1,9})?)D)?
        (T(?=[0-9])((?<hours>[0-9]{1,9}(\.[0-9]{1,9})?)H)?((?<minutes>[0-9]{1,9}(\.[0-9]{1,9})?)M)?
        ((?<seconds>[0-9]{1,12}(\.[0-9]{1,9})?)S)?)?\z
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Iso();
}
