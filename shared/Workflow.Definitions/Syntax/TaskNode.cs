using Workflow.Definitions.Expressions;

namespace Workflow.Definitions.Syntax;

/// <summary>A task of a definition. Immutable; everything compiled.</summary>
public abstract record TaskNode
{
    /// <summary>Name given in the definition.</summary>
    public required string Name { get; init; }

    /// <summary>JSON pointer in the definition, e.g. <c>/do/2/each/for/do/0/classify</c>: the step path.</summary>
    public required string Pointer { get; init; }

    /// <summary>Skips the task when it evaluates to anything but true (DSL: <c>if</c>).</summary>
    public Expression? If { get; init; }

    /// <summary><c>input.from</c>: what the task sees as its input; the raw input when null.</summary>
    public Template? InputFrom { get; init; }

    /// <summary><c>output.as</c>: what the task leaves to the next one; the raw output when null.</summary>
    public Template? OutputAs { get; init; }

    /// <summary><c>export.as</c>: the new context; unchanged when null.</summary>
    public Template? ExportAs { get; init; }

    public TaskSchemas Schemas { get; init; } = TaskSchemas.None;

    public TimeoutSpec? Timeout { get; init; }

    /// <summary>Secrets that the expressions of a call see in what it sends, besides those of its login.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Extensions of the task, in order of the document.</summary>
    public IReadOnlyList<TaskExtension> Extensions { get; init; } = [];

    /// <summary>In an extension: the task that it extends, which <c>$task</c> tells of. Null elsewhere.</summary>
    public ExtendedTask? Extends { get; init; }

    /// <summary>Where to go after this task.</summary>
    public FlowDirective Then { get; init; } = FlowDirective.Continue;

    /// <summary>Whether it only holds other tasks: their rows have the inputs.</summary>
    public virtual bool IsComposite => false;

    /// <summary>Recorded step type, one of <see cref="Workflow.Model.StepType"/>.</summary>
    public abstract string StepType { get; }
}

/// <summary>Tasks run one after the other, in order of declaration unless a flow directive says otherwise.</summary>
public sealed record TaskList(IReadOnlyList<TaskNode> Tasks)
{
    private readonly Dictionary<string, int> _indexes =
        Tasks.Select((task, index) => (task.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index);

    /// <summary>Index of the named task, or -1.</summary>
    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);
}

/// <summary>Where the flow goes after a task: on, to a named task of the same list, out of the list, or to the
/// end.</summary>
public readonly record struct FlowDirective(FlowKind Kind, string? Target = null)
{
    public static readonly FlowDirective Continue = new(FlowKind.Continue);
    public static readonly FlowDirective Exit = new(FlowKind.Exit);
    public static readonly FlowDirective End = new(FlowKind.End);

    public static FlowDirective GoTo(string task) => new(FlowKind.GoTo, task);

    public override string ToString() => Kind == FlowKind.GoTo ? Target! : Kind.ToString().ToLowerInvariant();
}

public enum FlowKind
{
    Continue,
    Exit,
    End,
    GoTo,
}

/// <summary><c>timeout.after</c>: a fixed duration or an expression that gives an ISO 8601 one.</summary>
public sealed record TimeoutSpec(DurationSpec After);
