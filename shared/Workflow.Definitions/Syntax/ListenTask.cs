using Workflow.Definitions.Expressions;
using Workflow.Jq;
using StepTypes = Workflow.Model.StepType;

namespace Workflow.Definitions.Syntax;

/// <summary><c>listen</c>: waits for events that are sent to the run.</summary>
public sealed record ListenTask : TaskNode
{
    public required ListenFor For { get; init; }

    /// <summary>One for <see cref="ListenFor.One"/>; none for <see cref="ListenFor.Any"/> takes every event.</summary>
    public required IReadOnlyList<EventFilter> Events { get; init; }

    /// <summary>Whether the output has whole events (<c>read: envelope</c>), not their data alone.</summary>
    public bool ReadsEnvelope { get; init; }

    /// <summary>Set when a person's decision is waited for.</summary>
    public ApprovalSpec? Approval { get; init; }

    public override string StepType => StepTypes.Wait;
}

/// <summary>How many events end a <c>listen</c>: the one, the first that fits one of the filters, or one for
/// each.</summary>
public enum ListenFor
{
    One,
    Any,
    All,
}

/// <summary>Which events are wanted: all conditions hold.</summary>
public sealed record EventFilter(
    IReadOnlyList<EventCondition> Conditions, IReadOnlyList<EventCorrelation> Correlations);

/// <summary>What an attribute of an event must be.</summary>
/// <param name="Equal">The value it must be equal to; null when an expression decides.</param>
/// <param name="Holds">An expression that sees the attribute as its input and must be true.</param>
public sealed record EventCondition(string Attribute, JqValue? Equal, Expression? Holds);

/// <summary>A value taken from the event that must be as expected.</summary>
/// <param name="From">Sees the event as its input.</param>
/// <param name="Expect">Sees the task's input, as every expression of the task.</param>
public sealed record EventCorrelation(string Name, Expression From, Template Expect);

/// <summary>What is said to whoever decides; each may be null.</summary>
public sealed record ApprovalSpec(Template? Title, Template? Prompt)
{
    /// <summary>Type of the event that brings a decision.</summary>
    public const string EventType = "workflow.approval";

    /// <summary>Types of events that begin with this are the platform's own.</summary>
    public const string ReservedTypes = "workflow.";
}
