namespace Workflow.Jq.Syntax;

/// <summary>Takes a value apart into variables.</summary>
internal abstract record Pattern(int At)
{
    /// <summary>The variables it sets, in the order they are written, possibly more than once.</summary>
    public abstract IEnumerable<string> Variables { get; }
}

internal sealed record VariablePattern(int At, string Name) : Pattern(At)
{
    public override IEnumerable<string> Variables => [Name];
}

internal sealed record ArrayPattern(int At, IReadOnlyList<Pattern> Items) : Pattern(At)
{
    public override IEnumerable<string> Variables => Items.SelectMany(item => item.Variables);
}

internal sealed record ObjectPattern(int At, IReadOnlyList<MemberPattern> Members) : Pattern(At)
{
    public override IEnumerable<string> Variables => Members.SelectMany(
        member => (member.Variable is { } name ? [name] : Enumerable.Empty<string>())
            .Concat(member.Value?.Variables ?? []));
}

/// <summary>A member: its key, a variable for the whole value (<c>$name</c> as key), a pattern for its value.</summary>
internal readonly record struct MemberPattern(Term Key, string? Variable, Pattern? Value);
