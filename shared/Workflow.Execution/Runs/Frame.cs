using Workflow.Execution.Replay;
using Workflow.Execution.Tasks.Listen;
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
        string iteration, int attempt, bool isRetried, JqValue context,
        IReadOnlyList<KeyValuePair<string, JqValue>> variables)
    {
        Place = iteration;
        Attempt = attempt;
        IsRetried = isRetried;
        Context = _contextAtStart = context;
        Variables = variables;
    }

    /// <summary>Text of the column <c>iteration</c>, empty outside loops.</summary>
    internal string Place { get; }

    /// <summary>Attempt number of the tasks in this frame, from 1: that of the innermost <c>try</c> around
    /// them.</summary>
    internal int Attempt { get; }

    /// <summary>Whether the definition says how tasks in this frame are tried again.</summary>
    internal bool IsRetried { get; }

    /// <summary>When an agent was called first that is called again here; null at the first call.</summary>
    internal DateTimeOffset? CallsSince { get; private init; }

    /// <summary>In the frame of a <c>foreach</c>: the event that it is for.</summary>
    internal TakenEvent? Event { get; private init; }

    public JqValue Context { get; set; }

    /// <summary>Loop variables and caught errors, by name without <c>$</c>; inner ones last.</summary>
    public IReadOnlyList<KeyValuePair<string, JqValue>> Variables { get; }

    internal static Frame Root() => new(Replay.Iteration.Outside, 1, false, JqValue.Null, []);

    /// <summary>A frame for iteration <paramref name="index"/> of a loop.</summary>
    public Frame Iteration(int index, params KeyValuePair<string, JqValue>[] variables) =>
        new(Replay.Iteration.Inner(Place, index), Attempt, IsRetried, Context, [.. Variables, .. variables]);

    /// <summary>A frame for iteration <paramref name="index"/> of a <c>foreach</c>.</summary>
    internal Frame Foreach(int index, TakenEvent? taken, params KeyValuePair<string, JqValue>[] variables) =>
        new(Replay.Iteration.Inner(Place, index), Attempt, IsRetried, Context, [.. Variables, .. variables])
        {
            Event = taken,
        };

    /// <summary>A frame for the <paramref name="pass"/>-th return within a task list.</summary>
    public Frame Return(int pass) =>
        new(Replay.Iteration.Return(Place, pass), Attempt, IsRetried, Context, Variables);

    public Frame Branch(params KeyValuePair<string, JqValue>[] variables) =>
        new(Place, Attempt, IsRetried, Context, [.. Variables, .. variables]);

    /// <summary>A frame for the <paramref name="attempt"/>-th attempt of a <c>try</c> in this frame, from 1.</summary>
    /// <param name="isRetried">Whether the <c>try</c> has a retry policy.</param>
    public Frame Try(int attempt, bool isRetried) =>
        new(Replay.Iteration.Again(Place, Attempt), attempt, IsRetried || isRetried, Context, Variables);

    /// <summary>A frame for the <paramref name="attempt"/>-th call of an agent that says itself how it is called
    /// again.</summary>
    /// <param name="since">When it was called first.</param>
    internal Frame Call(int attempt, DateTimeOffset since) =>
        new(Place, attempt, IsRetried, Context, Variables) { CallsSince = since };

    /// <summary>Takes over the context of a branch that has ended, if it exported one.</summary>
    public void Join(Frame branch)
    {
        if (!ReferenceEquals(branch.Context, branch._contextAtStart))
        {
            Context = branch.Context;
        }
    }
}
