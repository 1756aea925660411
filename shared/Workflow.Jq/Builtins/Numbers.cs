using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>Mathematics on doubles.</summary>
internal static class Numbers
{
    private const double SmallestNormal = 2.2250738585072014e-308;

    public static void Register(Catalogue catalogue)
    {
        RegisterPlain(catalogue);
        RegisterPairs(catalogue);
        catalogue
            .Add("infinite", 0, (_, _, _) => JqValue.Number(double.PositiveInfinity))
            .Add("nan", 0, (_, _, _) => JqValue.Number(double.NaN))
            .Add("isinfinite", input => JqValue.Bool(double.IsInfinity(input.AsNumber ?? 0)))
            .Add("isnan", input => JqValue.Bool(double.IsNaN(input.AsNumber ?? 0)))
            .Add("isnormal", input => JqValue.Bool(double.IsNormal(input.AsNumber ?? 0)))
            .Add("abs", Absolute)
            .Add("frexp", Frexp)
            .Add("modf", input => Modf(Take(input)))
            .Add("lgamma_r", input => JqValue.Array(
                [JqValue.Number(Gamma.LogGamma(Take(input))), JqValue.Number((double)Gamma.Sign(Take(input)))]))
            .Add("fma", 3, (_, _, a) => JqValue.Number(Math.FusedMultiplyAdd(Take(a[0]), Take(a[1]), Take(a[2]))));
    }

    public static double Take(JqValue value) => value.AsNumber
        ?? throw new JqException($"{JqWords.Of(value)} number required");

    private static void RegisterPlain(Catalogue catalogue)
    {
        foreach (var (name, function) in new (string, Func<double, double>)[]
        {
            ("floor", Math.Floor), ("ceil", Math.Ceiling), ("trunc", Math.Truncate),
            ("round", value => Math.Round(value, MidpointRounding.AwayFromZero)),
            ("rint", value => Math.Round(value, MidpointRounding.ToEven)),
            ("nearbyint", value => Math.Round(value, MidpointRounding.ToEven)),
            ("sqrt", Math.Sqrt), ("cbrt", Math.Cbrt), ("fabs", Math.Abs),
            ("exp", Math.Exp), ("exp2", value => Math.Pow(2, value)), ("exp10", value => Math.Pow(10, value)),
            ("expm1", value => Math.Abs(value) < 1e-5 ? value + (value * value / 2) : Math.Exp(value) - 1),
            ("log", Math.Log), ("log2", Math.Log2), ("log10", Math.Log10),
            ("log1p", value => Math.Abs(value) < 1e-5 ? value - (value * value / 2) : Math.Log(1 + value)),
            ("logb", value => value == 0 ? double.NegativeInfinity : Exponent(value)),
            ("significand", Significand),
            ("sin", Math.Sin), ("cos", Math.Cos), ("tan", Math.Tan),
            ("asin", Math.Asin), ("acos", Math.Acos), ("atan", Math.Atan),
            ("sinh", Math.Sinh), ("cosh", Math.Cosh), ("tanh", Math.Tanh),
            ("asinh", Math.Asinh), ("acosh", Math.Acosh), ("atanh", Math.Atanh),
            ("gamma", Gamma.LogGamma), ("lgamma", Gamma.LogGamma), ("tgamma", Gamma.TrueGamma),
        })
        {
            catalogue.Add(name, input => JqValue.Number(function(Take(input))));
        }
    }

    private static void RegisterPairs(Catalogue catalogue)
    {
        foreach (var (name, function) in new (string, Func<double, double, double>)[]
        {
            ("pow", Math.Pow), ("atan2", Math.Atan2), ("fmod", (x, y) => x % y), ("drem", Math.IEEERemainder),
            ("fmin", (x, y) => double.IsNaN(x) ? y : double.IsNaN(y) ? x : Math.Min(x, y)),
            ("fmax", (x, y) => double.IsNaN(x) ? y : double.IsNaN(y) ? x : Math.Max(x, y)),
            ("fdim", (x, y) => x > y ? x - y : 0), ("hypot", double.Hypot), ("copysign", Math.CopySign),
            ("ldexp", Scale), ("scalb", Scale), ("scalbln", Scale),
            ("nextafter", Next), ("nexttoward", Next),
        })
        {
            catalogue.Add(name, 2, (_, _, arguments) =>
                JqValue.Number(function(Take(arguments[0]), Take(arguments[1]))));
        }
    }

    private static double Exponent(double value) =>
        double.IsFinite(value) ? Math.ILogB(value) : Math.Abs(value);

    private static double Significand(double value) =>
        value == 0 || !double.IsFinite(value) ? value : Math.ScaleB(value, -Math.ILogB(value));

    private static double Scale(double value, double exponent) =>
        Math.ScaleB(value, (int)Math.Clamp(exponent, -10_000, 10_000));

    private static double Next(double from, double towards) =>
        from == towards ? towards : from < towards ? Math.BitIncrement(from) : Math.BitDecrement(from);

    private static JqValue Absolute(JqValue input)
    {
        if (input.Kind == JqKind.Number)
        {
            return input.Double < 0 || (input.Double == 0 && double.IsNegative(input.Double))
                ? Arithmetic.Negate(input) : input;
        }

        // jq negates what sorts before 0 and passes on what sorts behind the numbers.
        return input.Kind < JqKind.Number ? Arithmetic.Negate(input) : input;
    }

    private static JqValue Frexp(JqValue input)
    {
        var value = Take(input);
        if (value == 0 || !double.IsFinite(value))
        {
            return JqValue.Array([input, JqValue.Number(0.0)]);
        }

        var exponent = Math.ILogB(value) + 1;
        var fraction = Math.Abs(value) < SmallestNormal
            ? Math.ScaleB(Math.ScaleB(value, 200), -exponent - 200)
            : Math.ScaleB(value, -exponent);
        return JqValue.Array([JqValue.Number(fraction), JqValue.Number((double)exponent)]);
    }

    private static JqValue Modf(double value)
    {
        var whole = Math.Truncate(value);
        var fraction = Math.CopySign(double.IsInfinity(value) ? 0 : value - whole, value);
        return JqValue.Array([JqValue.Number(fraction), JqValue.Number(whole)]);
    }
}
