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

    /// <summary>When a listen to <see cref="ListenFor.Any"/> ends; null for at the first event.</summary>
    public ListenUntil? Until { get; init; }

    public ListenRead Read { get; init; }

    /// <summary>What is done with each event as it comes; null for nothing.</summary>
    public ForeachTask? Foreach { get; init; }

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

/// <summary>What of an event is in the output: its data, the whole event, or the data as text.</summary>
public enum ListenRead
{
    Data,
    Envelope,
    Raw,
}

/// <summary>What ends a listen that takes any number of events; it goes on for ever when neither is set.</summary>
/// <param name="Condition">Sees the list of what was taken so far, after each event.</param>
/// <param name="Events">Events that end it, and are not part of its output.</param>
public sealed record ListenUntil(Expression? Condition, EventStrategy? Events);

/// <summary>Which events are waited for, and how many of them.</summary>
public sealed record EventStrategy(ListenFor For, IReadOnlyList<EventFilter> Events);

/// <summary>Which events are wanted: all conditions hold.</summary>
public sealed record EventFilter(
    IReadOnlyList<EventCondition> Conditions, IReadOnlyList<EventCorrelation> Correlations);

/// <summary>What an attribute of an event must be.</summary>
/// <param name="Equal">The value it must be equal to; null when an expression decides.</param>
/// <param name="Holds">An expression that sees the attribute as its input and must be true.</param>
public sealed record EventCondition(string Attribute, JqValue? Equal, Expression? Holds);

/// <summary>A value taken from the event that must be as expected.</summary>
/// <param name="From">Sees the event as its input.</param>
/// <param name="Expect">Sees the task's input, as every expression of the task. Null: what the correlation of that name
/// has taken from the first event is expected of the others.</param>
public sealed record EventCorrelation(string Name, Expression From, Template? Expect);

/// <summary>What is said to whoever decides; each may be null.</summary>
public sealed record ApprovalSpec(Template? Title, Template? Prompt)
{
    /// <summary>Type of the event that brings a decision.</summary>
    public const string EventType = "workflow.approval";

    /// <summary>Types of events that begin with this are the platform's own.</summary>
    public const string ReservedTypes = "workflow.";
}
