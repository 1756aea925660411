namespace Workflow.Jq.Syntax;

/// <summary>A piece of a program as it was written.</summary>
internal abstract class Term
{
    protected Term(int at, params ReadOnlySpan<Term?> parts)
    {
        At = at;
        foreach (var part in parts)
        {
            Height = Math.Max(Height, part?.Height ?? 0);
        }

        Height++;
    }

    /// <summary>Where it begins, in UTF-16 units of the source.</summary>
    public int At { get; }

    /// <summary>How many terms are nested in it, itself included.</summary>
    public int Height { get; }
}

internal sealed class IdentityTerm(int at) : Term(at);

internal sealed class RecurseTerm(int at) : Term(at);

internal sealed class LiteralTerm(int at, JqValue value) : Term(at)
{
    public JqValue Value => value;
}

/// <summary>A string with interpolations: literal texts and programs that give texts.</summary>
internal sealed class TextTerm(int at, Term[] parts) : Term(at, parts)
{
    public IReadOnlyList<Term> Parts => parts;
}

internal sealed class FormatTerm(int at, string format) : Term(at)
{
    public string Format => format;
}

internal sealed class IndexTerm(int at, Term target, Term key) : Term(at, target, key)
{
    public Term Target => target;

    public Term Key => key;
}

internal sealed class SliceTerm(int at, Term target, Term? from, Term? to) : Term(at, target, from, to)
{
    public Term Target => target;

    public Term? From => from;

    public Term? To => to;
}

internal sealed class IterateTerm(int at, Term target) : Term(at, target)
{
    public Term Target => target;
}

internal sealed class TryTerm(int at, Term body, Term? handler) : Term(at, body, handler)
{
    public Term Body => body;

    public Term? Handler => handler;
}

internal sealed class NegateTerm(int at, Term operand) : Term(at, operand)
{
    public Term Operand => operand;
}

internal sealed class BinaryTerm(int at, string symbol, Term left, Term right) : Term(at, left, right)
{
    public string Symbol => symbol;

    public Term Left => left;

    public Term Right => right;
}

internal sealed class PipeTerm(int at, Term left, Term right) : Term(at, left, right)
{
    public Term Left => left;

    public Term Right => right;
}

internal sealed class CommaTerm(int at, Term left, Term right) : Term(at, left, right)
{
    public Term Left => left;

    public Term Right => right;
}

internal sealed class IfTerm(int at, Term condition, Term then, Term? otherwise) : Term(at, condition, then, otherwise)
{
    public Term Condition => condition;

    public Term Then => then;

    public Term? Otherwise => otherwise;
}

internal sealed class CollectTerm(int at, Term? body) : Term(at, body)
{
    public Term? Body => body;
}

/// <summary>An object construction: keys and values in turn.</summary>
internal sealed class ObjectTerm(int at, Term[] keysAndValues) : Term(at, keysAndValues)
{
    public IReadOnlyList<Term> KeysAndValues => keysAndValues;
}
