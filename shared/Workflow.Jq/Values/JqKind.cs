namespace Workflow.Jq;

/// <summary>What a <see cref="JqValue"/> is, in jq's sort order (false sorts before true within Boolean).</summary>
public enum JqKind : byte
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}
