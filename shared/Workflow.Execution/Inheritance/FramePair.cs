using Workflow.Definitions.Syntax;
using Workflow.Execution.Replay;
using Workflow.Model;

namespace Workflow.Execution.Inheritance;

/// <summary>Where a task list is in the run before and in the new one: the same place, except that attempts may be
/// counted anew.</summary>
internal readonly record struct FramePair(string Old, int OldAttempt, string New, int NewAttempt)
{
    public static readonly FramePair Root = new(Iteration.Outside, 1, Iteration.Outside, 1);

    public StepKey OldKey(TaskNode node) => new(node.Pointer, Iteration.Text(Old), OldAttempt);

    public StepKey NewKey(TaskNode node) => new(node.Pointer, Iteration.Text(New), NewAttempt);

    public FramePair Inner(int index) =>
        this with { Old = Iteration.Inner(Old, index), New = Iteration.Inner(New, index) };

    public FramePair Return(int pass) =>
        this with { Old = Iteration.Return(Old, pass), New = Iteration.Return(New, pass) };

    /// <summary>Whether the definition says how tasks here are tried again.</summary>
    public bool IsRetried { get; init; }

    /// <summary>Attempt <paramref name="attempt"/> of an agent's call that stands here.</summary>
    public FramePair Call(int attempt) => this with { OldAttempt = attempt, NewAttempt = attempt };

    /// <summary>Attempt <paramref name="oldAttempt"/> of a <c>try</c> that stands here becomes attempt
    /// <paramref name="newAttempt"/>.</summary>
    /// <param name="isRetried">Whether the <c>try</c> has a retry policy.</param>
    public FramePair Try(int oldAttempt, int newAttempt, bool isRetried) => new(
        Iteration.Again(Old, OldAttempt), oldAttempt, Iteration.Again(New, NewAttempt), newAttempt)
    {
        IsRetried = IsRetried || isRetried,
    };
}
