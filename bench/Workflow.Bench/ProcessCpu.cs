using System.Globalization;

namespace Workflow.Bench;

/// <summary>Processor time of another process, as Linux counts it.</summary>
internal sealed class ProcessCpu(int pid)
{
    /// <summary>Linux tells it in hundredths of a second, whatever the kernel's own clock.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of all its threads so far, user and system.</summary>
    public double Seconds
    {
        get
        {
            // The name stands in brackets and may hold blanks; user and system time are the 12th and 13th after it.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond;
        }
    }

    /// <summary>Memory that is really there, in MiB.</summary>
    public double ResidentMebibytes => long.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;

    private static long Ticks(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
