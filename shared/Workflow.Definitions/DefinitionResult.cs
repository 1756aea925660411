using System.Diagnostics.CodeAnalysis;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions;

/// <summary>Where a text calls an agent by its name.</summary>
/// <param name="Pointer">JSON pointer of the <c>call</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In UTF-16 units, from 1.</param>
public sealed record AgentMention(string Agent, string Pointer, int Line, int Column);

/// <summary>Either a definition or the reasons why the text is none.</summary>
public sealed class DefinitionResult
{
    internal DefinitionResult(WorkflowDefinition definition)
    {
        Definition = definition;
        Errors = [];
    }

    internal DefinitionResult(IReadOnlyList<DefinitionError> errors, int errorsFound)
    {
        Errors = errors;
        ErrorsFound = errorsFound;
    }

    [MemberNotNullWhen(true, nameof(Definition))]
    public bool IsValid => Definition is not null;

    public WorkflowDefinition? Definition { get; }

    /// <summary>By position, at most <see cref="DefinitionLimits.Errors"/>; empty exactly when there is a
    /// definition.</summary>
    public IReadOnlyList<DefinitionError> Errors { get; }

    /// <summary>Calls of agents in a text that has errors: a registry may know further ones.</summary>
    public IReadOnlyList<AgentMention> Agents { get; internal init; } = [];

    /// <summary>How many errors there were before the list was cut; counted up to ten times as many.</summary>
    public int ErrorsFound { get; }
}
