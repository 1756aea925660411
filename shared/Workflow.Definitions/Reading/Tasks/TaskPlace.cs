using Workflow.Definitions.Documents;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Where a task stands: its object, what surrounds it, and where its <c>then</c> may lead.</summary>
/// <param name="Node">The object below the task's name.</param>
/// <param name="Level">Of the list that holds it; the workflow's list is 1.</param>
internal sealed record TaskPlace(LocatedNode Node, string Pointer, VariableScope Scope, int Level, FlowTargets Targets)
{
    public string Name => Node.Name!;

    /// <summary>Variables of everything that is evaluated while the task runs.</summary>
    public Variables Variables => Scope.At(Moment.InTask);
}

/// <summary>The task names that a <c>then</c> may give.</summary>
/// <param name="Names">Of the same list; null in branches, which run at the same time.</param>
internal sealed record FlowTargets(IReadOnlySet<string>? Names);
