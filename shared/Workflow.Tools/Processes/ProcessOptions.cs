using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Workflow.Tools.Processes;

/// <summary>What <c>run: shell</c>, <c>script</c> and <c>container</c> may do on a consumer's machine. Environment:
/// WORKFLOW_PROCESSES_ and the option's name; durations there are milliseconds.</summary>
public sealed record ProcessOptions
{
    /// <summary><c>none</c>; or which of <c>shell</c>, <c>script</c> and <c>container</c> definitions may run,
    /// separated by commas. Whoever may register a definition then runs programs as the consumer's user, who reads
    /// what the consumer reads and reaches what it reaches. Default none.</summary>
    public string Allowed { get; init; } = "none";

    /// <summary>Processes at a time; the others wait, within their own time. Default 4.</summary>
    [Range(1, 1_000)]
    public int AtOnceMax { get; init; } = 4;

    /// <summary>How long one may run where its task has no shorter timeout. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of output, and as many of errors; a process that writes more is killed and its task fails.
    /// Default 1 MiB.</summary>
    [Range(1, 64 * 1024 * 1024)]
    public int OutputBytesMax { get; init; } = 1_048_576;

    /// <summary>Bytes of data memory of each process; a container's memory altogether. Default 512 MiB.</summary>
    [Range(typeof(long), "16777216", "1099511627776")]
    public long MemoryBytesMax { get; init; } = 512L * 1024 * 1024;

    /// <summary>Processor time of each process. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CpuTimeMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of each file that a process writes. Default 64 MiB.</summary>
    [Range(typeof(long), "512", "1099511627776")]
    public long FileBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Where each process gets a folder of its own, which is thrown away after it. Default: the machine's
    /// folder for temporary files.</summary>
    public string Folder { get; init; } = "";

    /// <summary>What runs scripts in <c>js</c>. Default node, from PATH.</summary>
    public string Node { get; init; } = "node";

    /// <summary>What runs scripts in <c>python</c>. Default python3, from PATH.</summary>
    public string Python { get; init; } = "python3";

    /// <summary>The container engine's command line, with docker's words: docker or podman. Default docker.</summary>
    public string ContainerEngine { get; init; } = "docker";

    /// <summary><c>none</c>; or what containers may mount, separated by commas: folders of the machine and volumes of
    /// the engine, exactly as definitions name them. Whoever may register a definition then reads and writes them as
    /// any user. Default none.</summary>
    public string Volumes { get; init; } = "none";

    /// <summary><c>none</c>; or the ports of the machine at which containers may be reached, single ones and ranges
    /// separated by commas, such as 8080,9000-9010. Default none.</summary>
    [RegularExpression(@"none|\d{1,5}(-\d{1,5})?(\s*,\s*\d{1,5}(-\d{1,5})?)*",
        ErrorMessage = "must be none, or ports and ranges of ports such as 8080,9000-9010.")]
    public string Ports { get; init; } = "none";

    public bool Allows(string kind) => Names(Allowed).Contains(kind);

    public bool AllowsVolume(string source) => source != "none" && Names(Volumes).Contains(source);

    public bool AllowsPort(int port) => Ports != "none" && Names(Ports).Select(range => range.Split('-')).Any(range =>
        int.Parse(range[0], CultureInfo.InvariantCulture) <= port
        && port <= int.Parse(range[^1], CultureInfo.InvariantCulture));

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.TrimEntries);
}
