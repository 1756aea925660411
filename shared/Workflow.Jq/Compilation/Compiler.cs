using Workflow.Jq.Builtins;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Syntax;

namespace Workflow.Jq.Compilation;

/// <summary>
/// Turns the tree of a program into nodes: names become distances, operators and builtins their nodes.
/// </summary>
internal sealed partial class Compiler(SourceText source, IReadOnlyCollection<string>? variables)
{
    private static readonly LiteralNode NullNode = new(JqValue.Null);

    // The library cannot ask for itself while it is being compiled; it sees what it has defined so far.
    private bool _isLibrary;

    /// <exception cref="JqCompileException">A name is unknown, or not available.</exception>
    public Node Compile(Term term) => Compile(term, Scope.Root, false);

    /// <param name="isTail">Whether a function ends with this term, so that a call in it may take the function's
    /// place.</param>
    private Node Compile(Term term, Scope scope, bool isTail)
    {
        switch (term)
        {
            case IdentityTerm:
                return IdentityNode.Instance;
            case LiteralTerm literal:
                return new LiteralNode(literal.Value);
            case PipeTerm pipe:
                var left = Compile(pipe.Left, scope, false);
                return new PipeNode(left, Compile(pipe.Right, scope, isTail && left.IsSingle));
            case CommaTerm comma:
                return new CommaNode(Compile(comma.Left, scope, false), Compile(comma.Right, scope, isTail));
            case IfTerm choice:
                return CompileIf(choice, scope, isTail);
            case IndexTerm index:
                return CompileIndex(index, scope);
            case SliceTerm slice:
                return new SliceNode(
                    Compile(slice.Target, scope, false), Optional(slice.From, scope), Optional(slice.To, scope));
            case IterateTerm iterate:
                return new IterateNode(Compile(iterate.Target, scope, false));
            case RecurseTerm:
                return new RecurseNode(null);
            case CollectTerm collect:
                return collect.Body is null
                    ? new LiteralNode(JqValue.EmptyArray)
                    : new CollectNode(Compile(collect.Body, scope, false));
            case ObjectTerm build:
                return new ObjectNode(CompileAll(build.KeysAndValues, scope));
            case TextTerm text:
                return new TextNode(CompileAll(text.Parts, scope));
            case FormatTerm format:
                return new NativeNode(FormatNamed(format.Format, format), []);
            case NegateTerm negate:
                return CompileNegate(negate, scope);
            case BinaryTerm binary:
                return CompileBinary(binary, scope);
            case TryTerm attempt:
                return new TryNode(
                    Compile(attempt.Body, scope, false),
                    attempt.Handler is null ? null : Compile(attempt.Handler, scope, false));
            default:
                return CompileNamed(term, scope, isTail);
        }
    }

    private Node[] CompileAll(IReadOnlyList<Term> terms, Scope scope) =>
        [.. terms.Select(term => Compile(term, scope, false))];

    private Node Optional(Term? term, Scope scope) => term is null ? NullNode : Compile(term, scope, false);

    private IfNode CompileIf(IfTerm choice, Scope scope, bool isTail)
    {
        var condition = Compile(choice.Condition, scope, false);
        isTail &= condition.IsSingle;
        return new IfNode(
            condition,
            Compile(choice.Then, scope, isTail),
            choice.Otherwise is null ? IdentityNode.Instance : Compile(choice.Otherwise, scope, isTail));
    }

    private Node CompileIndex(IndexTerm index, Scope scope)
    {
        var target = Compile(index.Target, scope, false);
        var key = Compile(index.Key, scope, false);
        return key is LiteralNode { Value.Kind: JqKind.String } name
            ? new FieldNode(target, name.Value)
            : new IndexNode(target, key);
    }

    private Native FormatNamed(string name, Term term) => Formats.Find(name)
        ?? throw source.Error(term.At, $"{name} is not a valid format");

    private Node CompileNegate(NegateTerm negate, Scope scope)
    {
        var operand = Compile(negate.Operand, scope, false);
        return operand is LiteralNode { Value.Kind: JqKind.Number } number
            ? new LiteralNode(Arithmetic.Negate(number.Value))
            : new NegateNode(operand);
    }

    private Node CompileBinary(BinaryTerm binary, Scope scope)
    {
        var left = Compile(binary.Left, scope, false);
        var right = Compile(binary.Right, scope, false);
        return binary.Symbol switch
        {
            "and" => new LogicNode(left, right, true),
            "or" => new LogicNode(left, right, false),
            "//" => new AlternativeNode(left, right),
            "=" => new AssignNode(left, right),
            "|=" => new UpdateNode(left, right),
            "//=" => new CombineNode(left, right, (_, old, value) => old.IsTruthy ? old : value),
            { Length: 2 } assign when assign[1] == '=' && "+-*/%".Contains(assign[0]) =>
                new CombineNode(left, right, Arithmetic.Find(assign[..1])),
            _ => new BinaryNode(left, right, Arithmetic.Find(binary.Symbol)),
        };
    }
}
