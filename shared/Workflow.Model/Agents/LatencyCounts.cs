namespace Workflow.Model;

/// <summary>How many calls took how long: place n (from 0) counts those of up to 2^((n+1)/4) ms that fit no place
/// before it, so that a percentile is off by 9 % at most.</summary>
public static class LatencyCounts
{
    /// <summary>Reaches four and a half hours; what takes longer counts there.</summary>
    public const int Places = 96;

    public static int PlaceOf(TimeSpan duration) => duration.TotalMilliseconds <= 1
        ? 0
        : Math.Min(Places - 1, (int)Math.Floor(4 * Math.Log2(duration.TotalMilliseconds)));

    /// <summary>The duration in milliseconds that this share of the calls did not exceed; null without calls.</summary>
    /// <param name="share">From 0 to 1.</param>
    public static double? PercentileOf(IReadOnlyList<long> counts, double share)
    {
        var total = counts.Sum();
        if (total == 0)
        {
            return null;
        }

        var (wanted, seen, place) = (Math.Max(1, Math.Ceiling(share * total)), 0L, 0);
        while ((seen += counts[place]) < wanted)
        {
            place++;
        }

        return Math.Round(Math.Pow(2, (place + 0.5) / 4), 1);
    }
}
