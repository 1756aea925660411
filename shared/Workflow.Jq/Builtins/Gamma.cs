namespace Workflow.Jq.Builtins;

/// <summary>The gamma function by Lanczos' approximation (g = 7, nine terms), good to about 15 digits.</summary>
internal static class Gamma
{
    private const double G = 7;

    private static readonly double[] Terms =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    public static double LogGamma(double x)
    {
        if (double.IsNaN(x) || double.IsInfinity(x))
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x <= 0 && x == Math.Floor(x))
        {
            return double.PositiveInfinity;
        }

        if (x is 1 or 2)
        {
            return 0;
        }

        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - LogGamma(1 - x);
        }

        var t = x - 1 + G + 0.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x - 0.5) * Math.Log(t)) - t + Math.Log(Series(x - 1));
    }

    public static double TrueGamma(double x)
    {
        if (x == Math.Floor(x) && x is > 0 and < 171)
        {
            var product = 1.0;
            for (var i = 2; i < x; i++)
            {
                product *= i;
            }

            return product;
        }

        return x <= 0 && x == Math.Floor(x) ? double.NaN : Sign(x) * Math.Exp(LogGamma(x));
    }

    /// <summary>The sign of the gamma function.</summary>
    public static int Sign(double x) => x < 0 && (long)Math.Floor(x) % 2 != 0 ? -1 : 1;

    private static double Series(double x)
    {
        var sum = Terms[0];
        for (var i = 1; i < Terms.Length; i++)
        {
            sum += Terms[i] / (x + i);
        }

        return sum;
    }
}
