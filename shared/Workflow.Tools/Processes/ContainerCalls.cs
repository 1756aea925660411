using System.Globalization;
using Workflow.Definitions.Syntax;

namespace Workflow.Tools.Processes;

/// <summary>How a container engine, docker or podman, is told to run an image.</summary>
public static class ContainerCalls
{
    /// <summary>Label of every container: the task that it belongs to.</summary>
    public const string TaskLabel = "workflow.task";

    /// <summary>Has the engine stop or remove the containers of a task: an attempt that broke off with its consumer may
    /// have left one that still works.</summary>
    private const string Tidy = """
        tidy() { left=$("$1" ps --all --quiet --filter "label=$2" </dev/null 2>/dev/null) || return 0
          shift 2; [ -z "$left" ] || "$@" $left </dev/null >/dev/null 2>&1; }

        """;

    private const string Run = Tidy + """
        tidy "$1" "$2" "$1" rm --force; engine=$1; shift 2; exec "$engine" "$@"
        """;

    private const string RemoveNow = Tidy + """tidy "$1" "$2" "$1" rm --force""";

    private const string StopNow = Tidy + """tidy "$1" "$2" "$1" kill""";

    private const string RemoveLater = Tidy + """
        tidy "$1" "$2" "$1" kill; sleep "$3"; tidy "$1" "$2" "$1" rm --force
        """;

    /// <summary>Variables are handed over by name, so that no other user of the machine sees their values.</summary>
    public static ProcessCall Of(
        ContainerRun run, IReadOnlyList<string> arguments, ProcessCall rest, ProcessOptions options)
    {
        var (engine, label) = (options.ContainerEngine, $"{TaskLabel}={rest.TaskId:N}");
        string[] lifetime = run.Cleanup == ContainerCleanup.Always ? ["--rm"] : [];
        string[] own =
        [
            "run", .. lifetime, "--interactive", "--init", "--name", run.Name ?? $"workflow-{rest.TaskId:N}",
            "--label", label, "--pull", run.Pull, "--memory",
            options.MemoryBytesMax.ToString(CultureInfo.InvariantCulture), "--pids-limit", "256",
            "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
        ];
        var variables = rest.Environment.Select(pair => pair.Key).Append(ProcessTool.TaskVariable)
            .SelectMany(variable => new[] { "--env", variable });
        var volumes = run.Volumes.SelectMany(pair => new[] { "--volume", $"{pair.Key}:{pair.Value}" });
        var ports = run.Ports.SelectMany(pair => new[]
        {
            "--publish", string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value}"),
        });
        string[] program = run.Command is null ? [] : ["/bin/sh", "-c", run.Command, "sh"];
        return rest with
        {
            Kind = "container",
            ToolName = $"container {run.Image}",
            Program = "/bin/sh",
            Arguments =
            [
                "-c", Run, "sh", engine, label, .. own, .. variables, .. volumes, .. ports, "--", run.Image, .. program,
                .. arguments,
            ],
            Volumes = [.. run.Volumes.Select(pair => pair.Key)],
            Ports = [.. run.Ports.Select(pair => pair.Key)],
            Afterwards = run.Cleanup switch
            {
                ContainerCleanup.Never => ["/bin/sh", "-c", StopNow, "sh", engine, label],
                ContainerCleanup.Eventually =>
                [
                    "setsid", "/bin/sh", "-c", RemoveLater, "sh", engine, label,
                    ((long)Math.Ceiling(run.CleanupAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
                ],
                _ => ["/bin/sh", "-c", RemoveNow, "sh", engine, label],
            },
        };
    }
}

/// <summary>What an image is run with, everything evaluated.</summary>
/// <param name="Name">Null for one of ours.</param>
/// <param name="Command">Null for the image's own.</param>
/// <param name="Pull"><c>missing</c>, <c>always</c> or <c>never</c>.</param>
public sealed record ContainerRun(string Image, string? Name, string? Command, string Pull)
{
    /// <summary>Folders of the machine or volumes of the engine, and where the container has them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Volumes { get; init; } = [];

    /// <summary>Ports of the machine, and those of the container behind them.</summary>
    public IReadOnlyList<KeyValuePair<int, int>> Ports { get; init; } = [];

    public ContainerCleanup Cleanup { get; init; }

    /// <summary>How long after its end it is removed, where it is <see
    /// cref="ContainerCleanup.Eventually"/>.</summary>
    public TimeSpan CleanupAfter { get; init; }
}
