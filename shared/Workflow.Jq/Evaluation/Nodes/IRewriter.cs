namespace Workflow.Jq.Evaluation.Nodes;

/// <summary>
/// A path expression whose paths never lie within each other, so that everything at them can be changed in one walk
/// instead of path by path.
/// </summary>
internal interface IRewriter
{
    /// <summary>Whether that holds for this node with its parts.</summary>
    bool CanRewrite { get; }

    /// <summary>
    /// The value with everything at the paths changed. What is changed to null is removed; so may be the value.
    /// </summary>
    JqValue? Rewrite(Machine machine, Env? env, JqValue value, Func<JqValue, JqValue?> change);

    public static bool Is(Node node) => node is IRewriter { CanRewrite: true };
}
