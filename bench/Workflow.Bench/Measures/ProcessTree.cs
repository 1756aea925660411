using System.Globalization;

namespace Workflow.Bench.Measures;

/// <summary>Processor time of processes, as Linux counts it.</summary>
internal static class ProcessTree
{
    /// <summary>Linux tells it in hundredths of a second, whatever the kernel's own clock.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of a process, without its children.</summary>
    public static double Seconds(int pid) => Fields(pid) is { } fields ? Sum(fields, 11, 12) : 0;

    /// <summary>Seconds of a process and of its children, those included that have ended and were collected.</summary>
    public static double SecondsWithChildren(int pid) =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var child) ? child : 0)
            .Where(child => child > 0 && child != pid)
            .Select(Fields)
            .Where(fields => fields is not null && fields[1] == pid.ToString(CultureInfo.InvariantCulture))
            .Sum(fields => Sum(fields!, 11, 12)) + Sum(Fields(pid)!, 11, 12, 13, 14);

    /// <summary>Seconds for which all processors together have worked.</summary>
    public static double MachineSeconds()
    {
        // user, nice, system, idle, iowait, irq, softirq, …
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        return Sum(fields, 0, 1, 2, 5, 6);
    }

    /// <summary>From the third on: the name before them stands in brackets and may hold blanks. Null when the process
    /// has gone.</summary>
    private static string[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static double Sum(string[] fields, params int[] places) =>
        places.Sum(place => long.Parse(fields[place], CultureInfo.InvariantCulture)) / TicksPerSecond;
}
