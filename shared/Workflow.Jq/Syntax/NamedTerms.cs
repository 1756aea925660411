namespace Workflow.Jq.Syntax;

internal sealed class VariableTerm(int at, string name) : Term(at)
{
    public string Name => name;
}

internal sealed class CallTerm(int at, string name, Term[] arguments) : Term(at, arguments)
{
    public string Name => name;

    public IReadOnlyList<Term> Arguments => arguments;
}

/// <summary>A parameter of a function; one written with a dollar sign is a value and a function.</summary>
internal readonly record struct Parameter(string Name, bool IsValue);

internal sealed class FunctionTerm(int at, string name, IReadOnlyList<Parameter> parameters, Term body) : Term(at, body)
{
    public string Name => name;

    public IReadOnlyList<Parameter> Parameters => parameters;

    public Term Body => body;
}

/// <summary>A function and the program that may call it.</summary>
internal sealed class DefineTerm(int at, FunctionTerm function, Term rest) : Term(at, function, rest)
{
    public FunctionTerm Function => function;

    public Term Rest => rest;
}

/// <summary><c>source as pattern ?// pattern | body</c></summary>
internal sealed class BindTerm(int at, Term source, IReadOnlyList<Pattern> patterns, Term body) : Term(at, source, body)
{
    public Term Source => source;

    public IReadOnlyList<Pattern> Patterns => patterns;

    public Term Body => body;
}

/// <summary>reduce (without an extract) and foreach.</summary>
internal sealed class FoldTerm(
    int at, bool emitsEach, Term source, IReadOnlyList<Pattern> patterns, Term start, Term update, Term? extract)
    : Term(at, source, start, update, extract)
{
    public bool EmitsEach => emitsEach;

    public Term Source => source;

    public IReadOnlyList<Pattern> Patterns => patterns;

    public Term Start => start;

    public Term Update => update;

    public Term? Extract => extract;
}

internal sealed class LabelTerm(int at, string name, Term body) : Term(at, body)
{
    public string Name => name;

    public Term Body => body;
}

internal sealed class BreakTerm(int at, string name) : Term(at)
{
    public string Name => name;
}
