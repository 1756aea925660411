using System.Globalization;
using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary>Bounds of numbers.</summary>
internal static class Numbers
{
    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Number("minimum") is { } least)
        {
            yield return new NumberBound(number => number >= least, $"at least {Text(least)}");
        }

        if (schema.Number("maximum") is { } greatest)
        {
            yield return new NumberBound(number => number <= greatest, $"at most {Text(greatest)}");
        }

        if (schema.Number("exclusiveMinimum") is { } above)
        {
            yield return new NumberBound(number => number > above, $"more than {Text(above)}");
        }

        if (schema.Number("exclusiveMaximum") is { } below)
        {
            yield return new NumberBound(number => number < below, $"less than {Text(below)}");
        }

        if (schema.Number("multipleOf") is { } unit)
        {
            yield return unit > 0
                ? new NumberBound(number => IsMultiple(number, unit), $"a multiple of {Text(unit)}")
                : throw schema.Wrong("multipleOf", "more than 0");
        }
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    // Decimals are exact where people expect it: 0.3 is a multiple of 0.1.
    private static bool IsMultiple(double number, double unit)
    {
        const double decimalSafe = 1e15;
        if (Math.Abs(number) < decimalSafe && unit > 1 / decimalSafe && unit < decimalSafe)
        {
            return (decimal)number % (decimal)unit == 0;
        }

        var times = number / unit;
        return !double.IsInfinity(times) && Math.Floor(times) == times;
    }

    private sealed record NumberBound(Func<double, bool> IsMet, string Words) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            value.AsNumber is not { } number || IsMet(number)
            || check.Fails(place, $"must be {Words}, but is {Kinds.Of(value)}");
    }
}
