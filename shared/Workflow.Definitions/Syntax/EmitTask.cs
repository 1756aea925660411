using Workflow.Definitions.Expressions;
using StepTypes = Workflow.Model.StepType;

namespace Workflow.Definitions.Syntax;

/// <summary><c>emit</c>: sends an event to another run of the same owner, or to the topic of events.</summary>
public sealed record EmitTask : TaskNode
{
    /// <summary>Attribute of the event with the id of the run that gets it; without it the event goes to the
    /// topic.</summary>
    public const string Target = "runid";

    /// <summary>The event's attributes: an object.</summary>
    public required Template With { get; init; }

    /// <summary>Whether the event names the run that gets it.</summary>
    public required bool HasTarget { get; init; }

    public override string StepType => StepTypes.DataProcessing;
}
