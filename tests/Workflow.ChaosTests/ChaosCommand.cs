using System.Runtime.InteropServices;
using Workflow.ChaosTests.Report;

namespace Workflow.ChaosTests;

/// <summary><c>./dev chaos</c>: plans, breaks, checks, reports. Exit code 1 when a rule was broken, 2 when only a time
/// was too long.</summary>
internal static class ChaosCommand
{
    private const int Broken = 1;
    private const int TooLate = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var clock = TimeProvider.System;
        var settings = ChaosSettings.Parse(args, (int)(clock.GetTimestamp() % 1_000_000));
        var (evidence, verdict) = await new ChaosRun(settings, Console.WriteLine, clock).RunAsync(stop.Token);
        Console.WriteLine(ReportText.Of(settings, evidence, verdict));
        Console.WriteLine($"evidence: {settings.Folder}");
        return verdict.Violations > 0 ? Broken : verdict.IsTimely ? 0 : TooLate;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
