using System.Diagnostics;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Telemetry;

/// <summary>Spans cost nothing while nobody listens. No other test of this project may listen.</summary>
public sealed class TracingCostTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Spans_WhenNobodyListens_AreNotMade()
    {
        Assert.False(Tracing.IsOn);
        Assert.Null(Make());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Make();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static object? Make() =>
        (object?)Tracing.Begin("step") ?? Tracing.BeginBelow(Parent, "run", ActivityKind.Consumer)
        ?? (object?)Tracing.Current ?? Tracing.Sent("topic", Tracing.Current);
}
