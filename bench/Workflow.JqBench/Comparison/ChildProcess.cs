using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workflow.JqBench.Comparison;

/// <summary>Runs a command to its end and tells what it printed and what processor time it took.</summary>
internal static class ChildProcess
{
    private const int OfChildren = -1;

    public static (string Output, TimeSpan Cpu) Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        var before = CpuOfChildren();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? (output, CpuOfChildren() - before)
            : throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {process.ExitCode}.");
    }

    // User and system time of all children that have ended.
    private static TimeSpan CpuOfChildren()
    {
        var usage = new long[18];
        if (GetResourceUsage(OfChildren, usage) != 0)
        {
            throw new InvalidOperationException("The processor time of child processes cannot be had here.");
        }

        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetResourceUsage(int who, [Out] long[] usage);
}
