using Workflow.Definitions.Expressions;
using Workflow.Model;
using StepTypes = Workflow.Model.StepType;

namespace Workflow.Definitions.Syntax;

/// <summary><c>call: &lt;agent&gt;</c> with <c>with:</c> as the agent's input.</summary>
public sealed record CallAgentTask : TaskNode
{
    public required string Agent { get; init; }

    /// <summary>The agent's input; the task's own input when null.</summary>
    public Template? With { get; init; }

    public override string StepType => StepTypes.AgentExecution;
}

/// <summary><c>do</c>, and <c>call</c> of a function of the definition.</summary>
public sealed record DoTask : TaskNode
{
    /// <summary>What a function is given; the task's own input when null.</summary>
    public Template? With { get; init; }

    public required TaskList Do { get; init; }

    public override bool IsComposite => true;

    public override string StepType => StepTypes.DataProcessing;
}

public sealed record SetTask : TaskNode
{
    public required Template Set { get; init; }

    public override string StepType => StepTypes.DataProcessing;
}

public sealed record SwitchTask : TaskNode
{
    public required IReadOnlyList<SwitchCase> Cases { get; init; }

    public override string StepType => StepTypes.DecisionPoint;
}

/// <summary>One case; the default case has no condition.</summary>
public sealed record SwitchCase(string Name, Expression? When, FlowDirective Then);

public sealed record ForTask : TaskNode
{
    /// <summary>Variable name of the item, without <c>$</c>; <c>item</c> by default.</summary>
    public string Each { get; init; } = "item";

    /// <summary>Gives the array to go through.</summary>
    public required Expression In { get; init; }

    /// <summary>Variable name of the index, without <c>$</c>; <c>index</c> by default.</summary>
    public string At { get; init; } = "index";

    public Expression? While { get; init; }

    /// <summary>How many iterations run at a time; 1 is sequential. Above 1 the output is the array of the iterations'
    /// outputs in order.</summary>
    public int Parallel { get; init; } = 1;

    public required TaskList Do { get; init; }

    public override bool IsComposite => true;

    public override string StepType => StepTypes.DataProcessing;
}

/// <summary>All branches at once; the output is the array of their outputs, or the winner's when
/// <see cref="Compete"/>.</summary>
public sealed record ForkTask : TaskNode
{
    public required IReadOnlyList<TaskNode> Branches { get; init; }

    public bool Compete { get; init; }

    public override bool IsComposite => true;

    public override string StepType => StepTypes.DataProcessing;
}

/// <summary><c>run: workflow</c>: a run of another definition of the same owner, as a child.</summary>
public sealed record RunWorkflowTask : TaskNode
{
    public required WorkflowReference Workflow { get; init; }

    /// <summary>The child's input; the task's own input when null.</summary>
    public Template? Input { get; init; }

    /// <summary>Whether the task ends with the child and has its output; else it ends once the child is
    /// accepted.</summary>
    public bool Await { get; init; } = true;

    public override string StepType => StepTypes.SubWorkflow;
}

public sealed record WaitTask : TaskNode
{
    public required DurationSpec Wait { get; init; }

    public override string StepType => StepTypes.Wait;
}

public sealed record RaiseTask : TaskNode
{
    public required ErrorSpec Error { get; init; }

    public override string StepType => StepTypes.DataProcessing;
}

/// <summary>An error to raise: its members may be expressions.</summary>
public sealed record ErrorSpec(Template Type, Template Status, Template? Title, Template? Detail, Template? Instance);

public sealed record TryTask : TaskNode
{
    public required TaskList Try { get; init; }

    /// <summary><c>catch.errors.with</c>: members that must be equal; null catches everything.</summary>
    public Template? ErrorsWith { get; init; }

    /// <summary>Variable name of the caught error, without <c>$</c>.</summary>
    public string As { get; init; } = "error";

    public Expression? When { get; init; }

    public Expression? ExceptWhen { get; init; }

    public RetryPolicy? Retry { get; init; }

    public TaskList? CatchDo { get; init; }

    public override bool IsComposite => true;

    public override string StepType => StepTypes.DataProcessing;
}

/// <summary>Retry policy of a <c>catch</c>.</summary>
/// <param name="Delay">Wait before the first retry.</param>
/// <param name="MaxAttempts">Retries allowed after the first attempt (<c>limit.attempt.count</c>); null: no limit by
/// count.</param>
/// <param name="TotalDuration">No further retry once this much time has gone since the first attempt
/// (<c>limit.duration</c>).</param>
/// <param name="AttemptDuration">Each attempt is cut after this time (<c>limit.attempt.duration</c>).</param>
public sealed record RetryPolicy(
    Expression? When, Expression? ExceptWhen, DurationSpec? Delay, Backoff Backoff, int? MaxAttempts,
    DurationSpec? TotalDuration, DurationSpec? AttemptDuration, DurationSpec? JitterFrom, DurationSpec? JitterTo);

public enum Backoff
{
    Constant,
    Linear,
    Exponential,
}
