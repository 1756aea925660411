using Workflow.Definitions.Expressions;

namespace Workflow.Definitions.Syntax;

/// <summary>Which messages <c>call: asyncapi</c> consumes, and until when. Of amount, while and until it has one at
/// least.</summary>
public sealed record AsyncApiSubscription
{
    /// <summary>Holds of messages that are taken, each an object with <c>payload</c> and <c>headers</c>; null takes
    /// all.</summary>
    public Expression? Filter { get; init; }

    /// <summary>Messages after which it ends; from 1.</summary>
    public int? Amount { get; init; }

    /// <summary>After that time it ends with what it has; counted from the beginning of the step.</summary>
    public DurationSpec? For { get; init; }

    /// <summary>Looked at after each message, on the array of those taken: it ends when it does not hold.</summary>
    public Expression? While { get; init; }

    /// <summary>The same, but it ends when it holds.</summary>
    public Expression? Until { get; init; }
}
