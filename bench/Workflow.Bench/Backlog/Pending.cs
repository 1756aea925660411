using Workflow.Bench.Loads;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Backlog;

/// <summary>Runs that were accepted and wait for a consumer.</summary>
internal static class Pending
{
    private const string Count = "select count(*) from workflow_runs where status in ('PENDING', 'RUNNING')";

    public static Definition Definition { get; } = Catalog.Of("seq3", Catalog.Local);

    /// <summary>A stack that takes a backlog deeper than it would by default.</summary>
    public static StackPlan Allowed(StackPlan place) => place with
    {
        Settings = new Dictionary<string, string>(place.Settings) { ["WORKFLOW_INTAKE_BACKLOG_MAX"] = "10000000" },
    };

    /// <summary>Starts so many over the API, as fast as they are acknowledged.</summary>
    public static async Task<IReadOnlyList<(string Name, double Value)>> AddAsync(BenchStack stack, int runs)
    {
        using var lanes = await Lanes.OpenAsync(Stage.EngineOf(stack, Definition), Load.Clients);
        var latencies = new double[runs];
        var began = TimeProvider.System.GetTimestamp();
        await lanes.TimesAsync(runs, async (client, index) =>
        {
            var asked = TimeProvider.System.GetTimestamp();
            await client.StartAsync();
            latencies[index] = TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds;
        });
        return
        [
            ("starts/s", runs / TimeProvider.System.GetElapsedTime(began).TotalSeconds),
            .. Load.Latencies(latencies),
        ];
    }

    public static Task<long> OpenAsync(BenchStack stack) => stack.ScalarAsync<long>(Count);

    /// <exception cref="InvalidOperationException">There are not so many.</exception>
    public static async Task CheckAsync(BenchStack stack, int runs)
    {
        var open = await OpenAsync(stack);
        if (open != runs)
        {
            throw new InvalidOperationException($"{open} runs are open instead of {runs}.");
        }
    }
}
