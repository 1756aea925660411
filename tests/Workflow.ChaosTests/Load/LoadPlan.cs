namespace Workflow.ChaosTests.Load;

/// <summary>One run of the load, and what the client does with it.</summary>
/// <param name="Number">From 1; its input, and what its output is computed from.</param>
/// <param name="At">When it is started, since the start of the load.</param>
/// <param name="CancelAfter">Since its acceptance; null: it is not cancelled.</param>
/// <param name="Pause">Delay of what else is done with it: the pause, or the late start.</param>
/// <param name="IsWatched">Whether a client follows its live feed.</param>
internal sealed record LoadItem(
    int Number, LoadKind Kind, TimeSpan At, TimeSpan? CancelAfter, TimeSpan Pause, bool IsWatched);

/// <summary>Which runs are started when, from the seed alone.</summary>
internal static class LoadPlan
{
    /// <summary>The first poisonous run, and the time between two.</summary>
    private static readonly TimeSpan PoisonEvery = TimeSpan.FromSeconds(75);

    private const double CancelledShare = 0.25;
    private const double WatchedShare = 0.03;
    private const double CancelSecondsMost = 4;
    private const double PauseSecondsMost = 4;

    /// <param name="rate">Runs per second, on average.</param>
    public static IReadOnlyList<LoadItem> Of(int seed, TimeSpan duration, double rate)
    {
        var random = new Random(~seed);
        var weights = LoadKinds.All.Sum(kind => kind.Weight);
        var items = new List<LoadItem>();
        var poison = PoisonEvery;
        for (var at = TimeSpan.Zero; at < duration; at += Gap(random, rate))
        {
            var left = random.Next(weights);
            var kind = LoadKinds.All.First(kind => (left -= kind.Weight) < 0);
            if (at >= poison)
            {
                (kind, poison) = (LoadKinds.Of("poison"), poison + PoisonEvery);
            }

            var (cancelled, watched) = (random.NextDouble(), random.NextDouble());
            items.Add(new LoadItem(
                items.Count + 1, kind, at,
                kind.IsCancellable && cancelled < CancelledShare ? Seconds(random, CancelSecondsMost) : null,
                Seconds(random, PauseSecondsMost), watched < WatchedShare));
        }

        return items;
    }

    /// <summary>Exponential, so that starts come in bursts.</summary>
    private static TimeSpan Gap(Random random, double rate) =>
        TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);

    private static TimeSpan Seconds(Random random, double most) => TimeSpan.FromSeconds(most * random.NextDouble());
}
