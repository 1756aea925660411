using Workflow.ChaosTests.Report;
using Xunit;

namespace Workflow.ChaosTests.Proof;

/// <summary>The harness itself on real processes: half a minute of it. Times are told, not judged: the machine of a
/// test run has other things to do.</summary>
public sealed class ShortRunTests
{
    /// <summary>Its plan kills and freezes a consumer, restarts the database, and loses all messages.</summary>
    private const int Seed = 13735;

    [Fact]
    public async Task R1_R2_R3_R4_R5_R6_R7_R8_R9_Platform_WhenItsPartsFailUnderLoad_KeepsEveryRule()
    {
        var folder = Directory.CreateTempSubdirectory("workflow-chaos-").FullName;
        var settings = new ChaosSettings(Seed, 0.4, 8, folder, null) { InFlight = TimeSpan.FromMinutes(1) };

        var (evidence, verdict) = await new ChaosRun(settings, _ => { }, TimeProvider.System)
            .RunAsync(CancellationToken.None);

        Assert.True(verdict.Violations == 0, $"{ReportText.Of(settings, evidence, verdict)}\nevidence: {folder}");
        Assert.NotEmpty(evidence.Faults);
        Assert.True(evidence.Runs.Count > 100, $"{evidence.Runs.Count} runs");
        Directory.Delete(folder, recursive: true);
    }
}
