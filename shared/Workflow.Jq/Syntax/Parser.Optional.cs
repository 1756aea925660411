namespace Workflow.Jq.Syntax;

internal sealed partial class Parser
{
    // No program can spell these.
    private const string HiddenKey = " key";
    private const string HiddenEnd = " end";

    /// <summary>A term with a question mark behind it. Behind an access it is for this access alone: an error of its
    /// target or of its key stays one.</summary>
    private static Term Optional(Term term, int at) => term switch
    {
        IterateTerm { Target: not IdentityTerm } each =>
            Guarded(each.Target, new IterateTerm(each.At, new IdentityTerm(each.At)), at),
        IndexTerm index when !IsConstant(index.Key) => Bound(
            index.Key, HiddenKey, Optional(new IndexTerm(index.At, index.Target, Hidden(index.Key, HiddenKey)), at)),
        IndexTerm { Target: not IdentityTerm } index =>
            Guarded(index.Target, new IndexTerm(index.At, new IdentityTerm(index.At), index.Key), at),
        SliceTerm { From: { } from } slice when !IsConstant(from) => Bound(
            from, HiddenKey, Optional(new SliceTerm(slice.At, slice.Target, Hidden(from, HiddenKey), slice.To), at)),
        SliceTerm { To: { } to } slice when !IsConstant(to) => Bound(
            to, HiddenEnd, Optional(new SliceTerm(slice.At, slice.Target, slice.From, Hidden(to, HiddenEnd)), at)),
        SliceTerm { Target: not IdentityTerm } slice =>
            Guarded(slice.Target, new SliceTerm(slice.At, new IdentityTerm(slice.At), slice.From, slice.To), at),
        _ => new TryTerm(at, term, null),
    };

    private static PipeTerm Guarded(Term target, Term access, int at) =>
        new(at, target, new TryTerm(at, access, null));

    private static BindTerm Bound(Term key, string name, Term body) =>
        new(key.At, key, [new VariablePattern(key.At, name)], body);

    private static VariableTerm Hidden(Term key, string name) => new(key.At, name);

    private static bool IsConstant(Term key) =>
        key is LiteralTerm or NegateTerm { Operand: LiteralTerm } or VariableTerm { Name: HiddenKey or HiddenEnd };
}
