using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Jq;

namespace Workflow.Definitions.Reading.Values;

/// <summary>Compiles the expressions of one definition; the same text with the same variables is compiled
/// once.</summary>
internal sealed class ExpressionCompiler(ErrorList errors, int lengthMax, SecretUse secrets)
{
    private const int ReasonLengthMax = 300;

    private readonly Dictionary<(string Source, string Variables), Expression> _compiled = [];

    /// <summary>An expression, marked or bare; null, with an error, when it is none.</summary>
    public Expression? Compile(LocatedNode node, Variables variables)
    {
        var source = node.Text.Trim();
        if (ExpressionText.IsMarked(source) && !ExpressionText.TryUnwrap(source, out source))
        {
            errors.Add(
                node.Pointer, node.Place,
                $"The text {Quote.Of(node.Text)} begins with `${{` but does not end with `}}`: "
                + "an expression is the whole text. To build a text, write it in jq: ${ \"Hello \\(.name)\" }.",
                "an expression `${ … }`");
            return null;
        }

        if (source.Length == 0)
        {
            errors.Add(
                node.Pointer, node.Place, "The expression is empty; write jq, `.` for the whole input.",
                "a jq expression");
            return null;
        }

        if (source.Length > lengthMax)
        {
            errors.Add(
                node.Pointer, node.Place, $"The expression has {source.Length} characters; the limit is {lengthMax}. "
                + "Spread it over several `set` tasks, or move constants into the run's input.");
            return null;
        }

        return !secrets.IsSound(node) ? null
            : _compiled.TryGetValue((source, variables.Key), out var known)
            ? known
            : CompileNew(node, source, variables);
    }

    /// <summary>An expression, if the text is one.</summary>
    public Expression? TryCompile(LocatedNode node, Variables variables)
    {
        var source = node.Text.Trim();
        if (source.Length == 0 || source.Length > lengthMax)
        {
            return null;
        }

        try
        {
            var expression = new Expression(source, JqProgram.Compile(source, variables.Names));
            return secrets.IsSound(node) ? expression : null;
        }
        catch (JqCompileException)
        {
            return null;
        }
    }

    private Expression? CompileNew(LocatedNode node, string source, Variables variables)
    {
        try
        {
            var expression = new Expression(source, JqProgram.Compile(source, variables.Names));
            _compiled.Add((source, variables.Key), expression);
            return expression;
        }
        catch (JqCompileException error)
        {
            var place = error.Line > 1 ? $"line {error.Line}, column {error.Column}" : $"column {error.Column}";
            var hint = source.Contains("${", StringComparison.Ordinal)
                ? " An expression is the whole text: only one `${ … }`, with plain jq inside such as \"\\(.a) \\(.b)\"."
                : "";
            errors.Add(
                node.Pointer, node.Place,
                $"The expression {Quote.Of(source)} is not valid jq: "
                + $"{Quote.Cut(error.Problem, ReasonLengthMax).TrimEnd('.')} (at its {place}).{hint}",
                $"a jq expression; variables here: {variables}");
            return null;
        }
    }
}
