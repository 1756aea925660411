using Workflow.Bench.Limits;
using Workflow.Bench.Loads;

namespace Workflow.Bench.Suite;

/// <summary>Rounds of the workloads that take seconds, each beside the limits of the machine at that moment.</summary>
internal static class RoundsRun
{
    private static readonly string[] Kinds = [Catalog.Local, Catalog.Effectful];

    public static async Task RunAsync(
        Measurement measurement, MachineLimits limits, SuitePlan plan, Action<string> say, CancellationToken ct)
    {
        var workloads = Workload.All.Where(workload => plan.Workloads.Contains(workload.Id)).ToList();
        for (var round = 1; round <= plan.Rounds; round++)
        {
            say($"round {round} of {plan.Rounds}");
            foreach (var workload in workloads)
            {
                foreach (var kind in Kinds)
                {
                    ct.ThrowIfCancellationRequested();
                    await workload.RunAsync(measurement, plan, kind);
                }

                await CompareAsync(measurement, limits, plan, workload);
            }
        }
    }

    private static async Task CompareAsync(
        Measurement measurement, MachineLimits limits, SuitePlan plan, Workload workload)
    {
        if (workload.IsThroughput)
        {
            await limits.RunAsync(measurement, workload.Id, workload.RunsOf(plan), workload.Load);
            foreach (var kind in Kinds)
            {
                measurement.Keep(workload.Id, kind,
                [
                    ("share of the database's limit", Rate(kind) / Rate(MachineLimits.Database)),
                    ("share of the pipeline's limit", Rate(kind) / Rate(MachineLimits.Pipeline)),
                ]);
            }
        }
        else
        {
            await limits.CommitsAsync(measurement, workload.Id);
            var commit = measurement.Last(workload.Id, MachineLimits.Commit, MachineLimits.CommitName);
            foreach (var kind in Kinds)
            {
                var p50 = measurement.Last(workload.Id, kind, "p50 ms");
                measurement.Keep(workload.Id, kind, [("p50 in single commits", p50 / commit)]);
            }
        }

        double Rate(string kind) => measurement.Last(workload.Id, kind, "runs/s");
    }
}
