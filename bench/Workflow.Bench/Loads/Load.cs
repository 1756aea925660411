using Workflow.Bench.Client;
using Workflow.Bench.Measures;

namespace Workflow.Bench.Loads;

/// <summary>Some values with their names.</summary>
internal delegate Task<IReadOnlyList<(string Name, double Value)>> LoadAsync(IEngine engine, int runs);

/// <summary>The ways in which runs are asked for; the same as those of the comparison with other engines.</summary>
internal static class Load
{
    public const int Clients = 64;

    /// <summary>Clients that each wait for the end of their run before they start the next.</summary>
    public static async Task<IReadOnlyList<(string Name, double Value)>> ClosedAsync(IEngine engine, int runs)
    {
        using var lanes = await Lanes.OpenAsync(engine, Clients);
        var latencies = new double[runs];
        var began = TimeProvider.System.GetTimestamp();
        await lanes.TimesAsync(runs, async (client, index) =>
        {
            var asked = TimeProvider.System.GetTimestamp();
            await client.RunAsync();
            latencies[index] = Since(asked).TotalMilliseconds;
        });
        return [("runs/s", runs / Since(began).TotalSeconds), .. Latencies(latencies)];
    }

    /// <summary>Clients that start runs as fast as starts are acknowledged, until the end of all was told.</summary>
    public static async Task<IReadOnlyList<(string Name, double Value)>> OpenAsync(IEngine engine, int runs)
    {
        using var lanes = await Lanes.OpenAsync(engine, Clients);
        var ids = new Guid[runs];
        var began = TimeProvider.System.GetTimestamp();
        await lanes.TimesAsync(runs, async (client, index) => ids[index] = await client.StartAsync());
        var accepted = Since(began);
        await lanes.AllEndedAsync(ids);
        return [("runs/s", runs / Since(began).TotalSeconds), ("starts/s", runs / accepted.TotalSeconds)];
    }

    /// <summary>One client, one run after the other.</summary>
    public static async Task<IReadOnlyList<(string Name, double Value)>> OneByOneAsync(IEngine engine, int runs)
    {
        using var client = await engine.ConnectAsync();
        var latencies = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var asked = TimeProvider.System.GetTimestamp();
            await client.RunAsync();
            latencies[i] = Since(asked).TotalMilliseconds;
        }

        return Latencies(latencies);
    }

    public static IReadOnlyList<(string Name, double Value)> Latencies(IReadOnlyList<double> milliseconds) =>
    [
        ("p50 ms", Series.Quantile(milliseconds, 0.5)), ("p99 ms", Series.Quantile(milliseconds, 0.99)),
    ];

    private static TimeSpan Since(long timestamp) => TimeProvider.System.GetElapsedTime(timestamp);
}
