using Workflow.Definitions.Expressions;
using StepTypes = Workflow.Model.StepType;

namespace Workflow.Definitions.Syntax;

/// <summary><c>run: shell | script | container</c>: a process on the consumer's machine.</summary>
public sealed record RunProcessTask : TaskNode
{
    public required ProcessSpec Process { get; init; }

    /// <summary>What the process reads: a text as it is, everything else as JSON; null for nothing.</summary>
    public Template? Stdin { get; init; }

    /// <summary>A list, or an expression that gives one; null for none.</summary>
    public Template? Arguments { get; init; }

    /// <summary>An object of names and values; null for none.</summary>
    public Template? Environment { get; init; }

    public ProcessReturn Return { get; init; } = ProcessReturn.Stdout;

    /// <summary>False: the task ends as soon as the process is let start, with its input as its output (DSL:
    /// <c>await</c>).</summary>
    public bool IsAwaited { get; init; } = true;

    public override string StepType => StepTypes.ToolCall;
}

/// <summary>What a <c>run</c> leaves behind (DSL: <c>return</c>).</summary>
public enum ProcessReturn
{
    Stdout,
    Stderr,
    Code,
    All,
    None,
}

/// <summary>What is started.</summary>
public abstract record ProcessSpec;

/// <summary>A command of the machine's shell.</summary>
public sealed record ShellProcess(Template Command) : ProcessSpec;

/// <summary>A script that an interpreter of the machine runs.</summary>
/// <param name="Language"><c>js</c> or <c>python</c>.</param>
/// <param name="Code">Null where it is fetched.</param>
/// <param name="Source">Where it is fetched before each run; null where it is written out.</param>
public sealed record ScriptProcess(string Language, Template? Code, EndpointSpec? Source) : ProcessSpec;

/// <summary>An image that a container engine runs, and throws away.</summary>
/// <param name="Name">Null for one of ours.</param>
/// <param name="Command">Null for the image's own.</param>
/// <param name="Pull"><c>missing</c>, <c>always</c> or <c>never</c>.</param>
public sealed record ContainerProcess(Template Image, Template? Name, Template? Command, string Pull) : ProcessSpec
{
    /// <summary>Folders of the machine or volumes of the engine, and where the container has them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Volumes { get; init; } = [];

    /// <summary>Ports of the machine, and those of the container behind them.</summary>
    public IReadOnlyList<KeyValuePair<int, int>> Ports { get; init; } = [];

    public ContainerCleanup Cleanup { get; init; }

    /// <summary>How long after its end; null unless it is <see cref="ContainerCleanup.Eventually"/>.</summary>
    public DurationSpec? CleanupAfter { get; init; }
}

/// <summary>When a container is removed (DSL: <c>lifetime.cleanup</c>).</summary>
public enum ContainerCleanup
{
    /// <summary>As soon as it has ended.</summary>
    Always,

    Never,

    /// <summary>Some time after its end.</summary>
    Eventually,
}
