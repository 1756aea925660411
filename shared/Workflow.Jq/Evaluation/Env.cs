namespace Workflow.Jq.Evaluation;

/// <summary>
/// What names stand for at a place of the program, innermost first: values, closures and labels. Never changed, so that
/// an evaluation that is entered again in the middle of itself sees its own.
/// </summary>
internal sealed class Env(Env? parent, object content)
{
    public object Content => content;

    public static Env? Up(Env? env, int hops)
    {
        for (; hops > 0; hops--)
        {
            env = env!.Parent;
        }

        return env;
    }

    private Env? Parent => parent;
}

/// <summary>An argument of a function together with the place it was written at.</summary>
internal sealed record Closure(Node Body, Env? Env);
