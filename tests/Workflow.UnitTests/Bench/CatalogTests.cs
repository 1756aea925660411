using Workflow.Bench.Loads;
using Workflow.Bench.Suite;
using Xunit;

namespace Workflow.UnitTests.Bench;

public sealed class CatalogTests
{
    [Fact]
    public void Workloads_WhenListed_HaveAnIdAndBothKinds()
    {
        string[] ids = [.. Workload.All.Select(workload => workload.Id), .. Trials.All.Select(trial => trial.Id)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Superset(SuitePlan.Usual.ToHashSet(), ids.ToHashSet());
        Assert.All(Workload.All, workload => Assert.Equal(
            Catalog.Of(workload.Shape, Catalog.Local).Steps, Catalog.Of(workload.Shape, Catalog.Effectful).Steps));
    }
}
