using Workflow.Execution.Replay;
using Workflow.Jq;

namespace Workflow.Execution.Runs;

/// <summary>Where in the run a branch of execution is: its loop iteration, its variables and its view of the
/// context.</summary>
/// <remarks>Parallel branches have a context each; when they join, the last branch in order of declaration that
/// exported wins, so that a replay comes to the same.</remarks>
public sealed class Frame
{
    private readonly JqValue _contextAtStart;

    private Frame(
        string iteration, int attempt, JqValue context, IReadOnlyList<KeyValuePair<string, JqValue>> variables)
    {
        Place = iteration;
        Attempt = attempt;
        Context = _contextAtStart = context;
        Variables = variables;
    }

    /// <summary>Text of the column <c>iteration</c>, empty outside loops.</summary>
    internal string Place { get; }

    /// <summary>Attempt number of the tasks in this frame, from 1: that of the innermost <c>try</c> around
    /// them.</summary>
    internal int Attempt { get; }

    public JqValue Context { get; set; }

    /// <summary>Loop variables and caught errors, by name without <c>$</c>; inner ones last.</summary>
    public IReadOnlyList<KeyValuePair<string, JqValue>> Variables { get; }

    internal static Frame Root() => new(Replay.Iteration.Outside, 1, JqValue.Null, []);

    /// <summary>A frame for iteration <paramref name="index"/> of a loop.</summary>
    public Frame Iteration(int index, params KeyValuePair<string, JqValue>[] variables) =>
        new(Replay.Iteration.Inner(Place, index), Attempt, Context, [.. Variables, .. variables]);

    /// <summary>A frame for the <paramref name="pass"/>-th return within a task list.</summary>
    public Frame Return(int pass) => new(Replay.Iteration.Return(Place, pass), Attempt, Context, Variables);

    public Frame Branch(params KeyValuePair<string, JqValue>[] variables) =>
        new(Place, Attempt, Context, [.. Variables, .. variables]);

    /// <summary>A frame for the <paramref name="attempt"/>-th attempt of a <c>try</c> in this frame, from 1.</summary>
    public Frame Try(int attempt) => new(Replay.Iteration.Again(Place, Attempt), attempt, Context, Variables);

    /// <summary>Takes over the context of a branch that has ended, if it exported one.</summary>
    public void Join(Frame branch)
    {
        if (!ReferenceEquals(branch.Context, branch._contextAtStart))
        {
            Context = branch.Context;
        }
    }
}
