using Microsoft.Extensions.Configuration;

namespace Workflow.ExampleAgents.Calls;

/// <summary>Options of the command line.</summary>
public sealed record AgentOptions
{
    public const string DefaultUrl = "http://127.0.0.1:8100";
    private const int LatencyMax = 60_000;

    /// <summary><c>--call-log FILE</c>: calls are appended there as JSON lines; standard output without it.</summary>
    public string? CallLog { get; set; }

    /// <summary><c>--latency-ms N</c>: waits before each answer, so that a run can be watched. 0 to 60000,
    /// default 0.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Reads the options; a bad one is refused with its name.</summary>
    /// <exception cref="FormatException">The text of an option is no number or out of range.</exception>
    public void Read(IConfiguration configuration)
    {
        CallLog = configuration["call-log"];
        var text = configuration["latency-ms"] ?? "0";
        Latency = int.TryParse(text, out var milliseconds) && milliseconds is >= 0 and <= LatencyMax
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException($"--latency-ms is '{text}'; milliseconds from 0 to {LatencyMax} are expected.");
    }
}
