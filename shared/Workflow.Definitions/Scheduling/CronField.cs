using System.Globalization;

namespace Workflow.Definitions.Scheduling;

/// <summary>One field of a cron expression: a list of values, ranges (which may go round, as in <c>FRI-MON</c>) and
/// steps.</summary>
/// <param name="Name">As errors call it.</param>
/// <param name="Names">Words for its values, from the least on.</param>
internal sealed record CronField(string Name, int Least, int Most, string[] Names)
{
    public static readonly CronField Second = new("second", 0, 59, []);
    public static readonly CronField Minute = new("minute", 0, 59, []);
    public static readonly CronField Hour = new("hour", 0, 23, []);
    public static readonly CronField DayOfMonth = new("day of the month", 1, 31, []);

    public static readonly CronField Month = new(
        "month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    /// <summary>0 and 7 are Sunday.</summary>
    public static readonly CronField DayOfWeek = new(
        "day of the week", 0, 6, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    private int Size => Most - Least + 1;

    /// <param name="text">Upper case.</param>
    /// <param name="special">Takes the parts that are no values, such as <c>L</c>; null for none.</param>
    /// <returns>Null with a fault.</returns>
    public CronSet? Read(string text, Func<string, bool>? special, out string? fault)
    {
        fault = null;
        var bits = 0UL;
        foreach (var part in text.Split(','))
        {
            if (special?.Invoke(part) == true)
            {
                continue;
            }

            if (ReadPart(part) is not { } read)
            {
                fault = $"'{part}' is no {Name}: {Expected}.";
                return null;
            }

            bits |= read;
        }

        return new CronSet(bits, text[..1] is "*" or "?", text.AsSpan().IndexOfAny("*-/") >= 0);
    }

    private string Expected => Names.Length == 0
        ? $"{Least} to {Most}, a range such as {Least}-{Most}, a step such as */{Math.Min(Size / 2, 15)}, or a list"
        : $"{Least} to {Most} or {Names[0]} to {Names[^1]}, a range such as {Names[0]}-{Names[^1]}, a step, or a list";

    private ulong? ReadPart(string part)
    {
        var (range, step) = (part, 1);
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            range = part[..slash];
            if (ReadNumber(part[(slash + 1)..]) is not (>= 1 and var given) || given > Most)
            {
                return null;
            }

            step = given;
        }

        if (range is "*" or "?")
        {
            return range == "?" && slash >= 0 ? null : Every(Least, Most, step);
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = ReadValue(dash < 0 ? range : range[..dash]);
        var last = dash < 0 ? slash < 0 ? first : Most : ReadValue(range[(dash + 1)..]);
        return first is null || last is null
            ? null
            : Every(first.Value, last < first ? last.Value + Size : last.Value, step);
    }

    /// <summary>Values beyond the last one begin again.</summary>
    private ulong Every(int first, int last, int step)
    {
        var bits = 0UL;
        for (var value = first; value <= last; value += step)
        {
            bits |= 1UL << (Least + ((value - Least) % Size));
        }

        return bits;
    }

    /// <summary>A value by its number or name; null when it is neither.</summary>
    public int? ReadValue(string text)
    {
        var place = Array.IndexOf(Names, text);
        var most = this == DayOfWeek ? Most + 1 : Most;
        return place >= 0 ? Least + place
            : ReadNumber(text) is { } number && number >= Least && number <= most ? number
            : null;
    }

    private static int? ReadNumber(string text) =>
        text.Length <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
