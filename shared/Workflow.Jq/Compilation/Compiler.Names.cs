using System.Diagnostics;
using Workflow.Jq.Builtins;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Syntax;

namespace Workflow.Jq.Compilation;

internal sealed partial class Compiler
{
    /// <summary>The functions that a program defines before its body.</summary>
    public Dictionary<(string Name, int Arity), FunctionCode> CompileLibrary(Term term)
    {
        _isLibrary = true;
        var functions = new Dictionary<(string Name, int Arity), FunctionCode>();
        var scope = Scope.Root;
        for (; term is DefineTerm define; term = define.Rest)
        {
            var code = CompileFunction(define.Function, scope);
            functions.Add((code.Name, code.Parameters), code);
            scope = scope.WithFunction(code);
        }

        return functions;
    }

    private Node CompileNamed(Term term, Scope scope, bool isTail)
    {
        switch (term)
        {
            case VariableTerm variable:
                return CompileVariable(variable, scope);
            case CallTerm call:
                return CompileCall(call, scope, isTail);
            case DefineTerm define:
                return Compile(define.Rest, scope.WithFunction(CompileFunction(define.Function, scope)), isTail);
            case BindTerm bind:
                return CompileBind(bind, scope, isTail);
            case FoldTerm fold:
                return CompileFold(fold, scope);
            case LabelTerm label:
                return new LabelNode(Compile(label.Body, scope.WithLabel(label.Name), false));
            case BreakTerm leave:
                var hops = scope.FindLabel(leave.Name);
                return hops >= 0 ? new BreakNode(hops)
                    : throw source.Error(leave.At, $"There is no label ${leave.Name} to break to");
            default:
                throw new UnreachableException(term.GetType().Name);
        }
    }

    private Node CompileVariable(VariableTerm variable, Scope scope)
    {
        var hops = scope.FindVariable(variable.Name);
        if (hops >= 0)
        {
            return new VariableNode(hops);
        }

        if (variable.Name == "ENV")
        {
            throw source.Error(variable.At, Refused.Reason("$ENV"));
        }

        return variables is null || variables.Contains(variable.Name)
            ? new ArgumentNode(variable.Name)
            : throw source.Error(variable.At, $"${variable.Name} is not defined");
    }

    private Node CompileCall(CallTerm call, Scope scope, bool isTail)
    {
        var arity = call.Arguments.Count;
        if (scope.TryFindFunction(call.Name, arity, out var code, out var hops))
        {
            return code is null
                ? new ParameterNode(hops)
                : new CallNode(code, hops, CompileAll(call.Arguments, scope), isTail);
        }

        if (Catalogue.Find(call.Name, arity) is { } build)
        {
            return build(CompileAll(call.Arguments, scope));
        }

        if (!_isLibrary && Prelude.Find(call.Name, arity) is { } known)
        {
            return new CallNode(known, scope.Depth, CompileAll(call.Arguments, scope), isTail);
        }

        throw source.Error(call.At, Refused.Contains(call.Name)
            ? Refused.Reason(call.Name)
            : $"{call.Name}/{arity} is not defined");
    }

    private FunctionCode CompileFunction(FunctionTerm function, Scope scope)
    {
        var code = new FunctionCode(function.Name, [.. function.Parameters.Select(parameter => parameter.IsValue)]);
        var inner = scope.WithFunction(code);
        foreach (var parameter in function.Parameters)
        {
            inner = inner.WithParameter(parameter.Name);
        }

        foreach (var parameter in function.Parameters.Where(parameter => parameter.IsValue))
        {
            inner = inner.WithVariable(parameter.Name);
        }

        code.Body = Compile(function.Body, inner, true);
        return code;
    }

    private Node CompileBind(BindTerm bind, Scope scope, bool isTail)
    {
        var from = Compile(bind.Source, scope, false);
        var patterns = CompilePatterns(bind.Patterns, scope, out var inner);
        if (patterns.Length > 1)
        {
            return new BindAnyNode(from, patterns, Compile(bind.Body, inner, false));
        }

        isTail &= from.IsSingle && patterns[0].IsSimple;
        return new BindNode(from, patterns[0], Compile(bind.Body, inner, isTail));
    }

    private Node CompileFold(FoldTerm fold, Scope scope)
    {
        var from = Compile(fold.Source, scope, false);
        var patterns = CompilePatterns(fold.Patterns, scope, out var inner);
        var start = Compile(fold.Start, scope, false);
        var update = Compile(fold.Update, inner, false);
        return fold.EmitsEach
            ? new ForeachNode(
                from, patterns, start, update, fold.Extract is null ? null : Compile(fold.Extract, inner, false))
            : new ReduceNode(from, patterns, start, update);
    }

    private PatternNode[] CompilePatterns(IReadOnlyList<Pattern> patterns, Scope scope, out Scope inner)
    {
        var names = patterns.SelectMany(pattern => pattern.Variables).Distinct().ToArray();
        inner = names.Aggregate(scope, (outer, name) => outer.WithVariable(name));
        return [.. patterns.Select(pattern => new PatternNode(CompilePattern(pattern, names, scope), names))];
    }

    private PatternStep CompilePattern(Pattern pattern, string[] names, Scope scope) => pattern switch
    {
        VariablePattern variable => new VariableStep(Array.IndexOf(names, variable.Name)),
        ArrayPattern array => new ElementsStep([.. array.Items.Select((item, i) =>
            ((Node)new LiteralNode(JqValue.Number((double)i)), -1, (PatternStep?)CompilePattern(item, names, scope)))]),
        ObjectPattern members => new ElementsStep([.. members.Members.Select(member => (
            Compile(member.Key, scope, false),
            member.Variable is null ? -1 : Array.IndexOf(names, member.Variable),
            member.Value is null ? null : CompilePattern(member.Value, names, scope)))]),
        _ => throw new UnreachableException(),
    };
}
