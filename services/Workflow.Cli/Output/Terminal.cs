namespace Workflow.Cli.Output;

/// <summary>What standard output is.</summary>
internal static class Terminal
{
    /// <summary>Whether tables may be drawn in colours. Otherwise a line is a line, for pipes and logs.</summary>
    public static bool IsRich { get; } =
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
