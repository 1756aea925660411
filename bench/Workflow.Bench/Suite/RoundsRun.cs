using Workflow.Bench.Limits;
using Workflow.Bench.Loads;

namespace Workflow.Bench.Suite;

/// <summary>Rounds of the workloads that take seconds, each beside the limits of the machine at that moment.</summary>
internal static class RoundsRun
{
    private static readonly string[] Kinds = [Catalog.Local, Catalog.Effectful];

    public static async Task RunAsync(
        Measurement measurement, MachineLimits limits, SuitePlan plan, CancellationToken ct)
    {
        var workloads = Workload.All.Where(workload => plan.Workloads.Contains(workload.Id)).ToList();
        var rounds = plan.Rounds ?? SuitePlan.RoundsDefault;
        for (var round = 1; round <= rounds; round++)
        {
            measurement.Book.Say($"round {round} of {rounds}");
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
            await limits.RunAsync(measurement.Book, workload.Id, workload.RunsOf(plan), workload.Load);
            foreach (var kind in Kinds)
            {
                measurement.Book.Keep(workload.Id, kind,
                [
                    ("share of the database's limit", Rate(kind) / Rate(MachineLimits.Database)),
                    ("share of the pipeline's limit", Rate(kind) / Rate(MachineLimits.Pipeline)),
                ]);
            }
        }
        else
        {
            await limits.CommitsAsync(measurement.Book, workload.Id);
            var commit = measurement.Book.Last(workload.Id, MachineLimits.Commit, MachineLimits.CommitName);
            foreach (var kind in Kinds)
            {
                var p50 = measurement.Book.Last(workload.Id, kind, "p50 ms");
                measurement.Book.Keep(workload.Id, kind, [("p50 in single commits", p50 / commit)]);
            }
        }

        double Rate(string kind) => measurement.Book.Last(workload.Id, kind, "runs/s");
    }
}
