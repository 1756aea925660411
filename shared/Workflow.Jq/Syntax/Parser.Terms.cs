using Workflow.Jq.Text;

namespace Workflow.Jq.Syntax;

internal sealed partial class Parser
{
    private Term ParsePostfix()
    {
        Deeper();
        var isOpenEnded = _now.Is("def") || _now.Is("label") || _now.Is("try");
        var term = isOpenEnded ? ParseOpenEnded() : ParseSuffixes();
        _nesting--;
        return term;
    }

    private Term ParseSuffixes()
    {
        var isAccess = !_now.Is("(");
        var term = ParsePrimary();
        while (true)
        {
            var at = _now.At;
            if (_now.Kind == TokenKind.Field)
            {
                term = Built(new IndexTerm(at, term, TakeField()));
            }
            else if (_now.Is(".") && Following.Kind == TokenKind.String)
            {
                Advance();
                term = Built(new IndexTerm(at, term, ParseText(null)));
            }
            else if (_now.Is("[") || (_now.Is(".") && Following.Is("[")))
            {
                Accept(".");
                term = Built(ParseBrackets(term));
            }
            else if (Accept("?"))
            {
                term = Built(isAccess ? Optional(term, at) : new TryTerm(at, term, null));
            }
            else if (_now.Is("?//"))
            {
                _now = new Token(TokenKind.Symbol, "//", at + 1);
                term = Built(isAccess ? Optional(term, at) : new TryTerm(at, term, null));
            }
            else
            {
                return term;
            }

            isAccess = true;
        }
    }

    /// <summary>What reaches as far as it can, or what binds tighter than any operator, and takes no postfix.</summary>
    private Term ParseOpenEnded()
    {
        var at = _now.At;
        if (_now.Is("def"))
        {
            return Built(new DefineTerm(at, ParseFunction(), ParsePipe()));
        }

        if (Accept("label"))
        {
            var name = TakeVariable();
            Expect("|");
            return Built(new LabelTerm(at, name, ParsePipe()));
        }

        Expect("try");
        var body = ParseTight();
        var handler = Accept("catch") ? ParseTight() : null;
        return Built(new TryTerm(at, body, handler));
    }

    private Term ParseTight()
    {
        var at = _now.At;
        return Accept("-") ? Built(new NegateTerm(at, ParsePostfix())) : ParsePostfix();
    }

    private Term ParsePrimary()
    {
        var token = _now;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                NumberText.TryRead(token.Text, lenient: true, out var number);
                return new LiteralTerm(token.At, number);
            case TokenKind.String:
                return ParseText(null);
            case TokenKind.Format:
                Advance();
                return _now.Kind == TokenKind.String ? ParseText(token.Text) : new FormatTerm(token.At, token.Text);
            case TokenKind.Field:
                return Built(new IndexTerm(token.At, new IdentityTerm(token.At), TakeField()));
            case TokenKind.Variable:
                Advance();
                return Variable(token);
            case TokenKind.Name:
                return ParseCall();
            case TokenKind.Keyword:
                return ParseKeyword();
            case TokenKind.Symbol:
                return ParseBracketed();
            default:
                throw Unexpected("an expression");
        }
    }

    private Term ParseBracketed()
    {
        var at = _now.At;
        if (Accept("."))
        {
            return _now.Kind == TokenKind.String
                ? Built(new IndexTerm(at, new IdentityTerm(at), ParseText(null)))
                : new IdentityTerm(at);
        }

        if (Accept(".."))
        {
            return new RecurseTerm(at);
        }

        if (Accept("("))
        {
            var inner = ParsePipe();
            Expect(")");
            return inner;
        }

        if (Accept("["))
        {
            var items = _now.Is("]") ? null : ParsePipe();
            Expect("]");
            return Built(new CollectTerm(at, items));
        }

        return Accept("{") ? ParseObject(at) : throw Unexpected("an expression");
    }

    private Term ParseKeyword()
    {
        var at = _now.At;
        if (Accept("if"))
        {
            return ParseIf(at);
        }

        if (_now.Is("reduce") || _now.Is("foreach"))
        {
            return ParseFold();
        }

        if (Accept("break"))
        {
            return new BreakTerm(at, TakeVariable());
        }

        throw Unexpected("an expression");
    }

    private Term ParseIf(int at)
    {
        Deeper();
        var condition = ParsePipe();
        Expect("then");
        var then = ParsePipe();
        Term? otherwise = null;
        var elif = _now.At;
        if (Accept("elif"))
        {
            otherwise = ParseIf(elif);
        }
        else
        {
            otherwise = Accept("else") ? ParsePipe() : null;
            Expect("end");
        }

        _nesting--;
        return Built(new IfTerm(at, condition, then, otherwise));
    }

    private Term ParseFold()
    {
        var at = _now.At;
        var each = _now.Is("foreach");
        Advance();
        var source = ParseBinary(0);
        Expect("as");
        var patterns = ParsePatterns();
        Expect("(");
        var start = ParsePipe();
        Expect(";");
        var update = ParsePipe();
        var extract = each && Accept(";") ? ParsePipe() : null;
        Expect(")");
        return Built(new FoldTerm(at, each, source, patterns, start, update, extract));
    }

    private Term ParseCall()
    {
        var token = _now;
        Advance();
        if (token.Text.Contains("::"))
        {
            throw _source.Error(token.At, $"'{token.Text}' is not available: programs have no modules");
        }

        var arguments = new List<Term>();
        if (Accept("("))
        {
            do
            {
                arguments.Add(ParsePipe());
            }
            while (Accept(";"));
            Expect(")");
        }

        return Built(new CallTerm(token.At, token.Text, [.. arguments]));
    }

    private Term ParseBrackets(Term target)
    {
        var at = _now.At;
        Expect("[");
        if (Accept("]"))
        {
            return new IterateTerm(at, target);
        }

        var from = _now.Is(":") ? null : ParsePipe();
        if (from is not null && Accept("]"))
        {
            return new IndexTerm(at, target, from);
        }

        Expect(":");
        var to = from is not null && _now.Is("]") ? null : ParsePipe();
        Expect("]");
        return new SliceTerm(at, target, from, to);
    }

    private LiteralTerm TakeField()
    {
        var name = new LiteralTerm(_now.At, JqValue.Sound(_now.Text));
        if (_now.Text.Contains("::"))
        {
            throw Wrong("A field name cannot hold '::' without quotes");
        }

        Advance();
        return name;
    }

    private string TakeVariable()
    {
        if (_now.Kind != TokenKind.Variable)
        {
            throw Unexpected("a name such as $x");
        }

        var name = _now.Text;
        Advance();
        return name;
    }

    private Term Variable(Token token) =>
        token.Text == "__loc__" ? Location(token) : new VariableTerm(token.At, token.Text);

    private LiteralTerm Location(Token token) => new(token.At, JqValue.Object(
    [
        KeyValuePair.Create("file", JqValue.String("<top-level>")),
        KeyValuePair.Create("line", JqValue.Number(_source.LineOf(token.At))),
    ]));

    private Term ParseText(string? format)
    {
        var token = _now;
        Advance();
        var parts = token.Parts!;
        if (parts.All(part => part.Text is not null))
        {
            return new LiteralTerm(token.At, JqValue.Sound(string.Concat(parts.Select(part => part.Text))));
        }

        var terms = new List<Term>();
        foreach (var part in parts)
        {
            if (part.Text is { } text)
            {
                terms.Add(new LiteralTerm(token.At, JqValue.Sound(text)));
                continue;
            }

            var inner = new Parser(_source, part.Program!, _nesting);
            var program = inner.ParsePipe();
            inner.ExpectEnd();
            terms.Add(Built(new PipeTerm(program.At, program, new FormatTerm(token.At, format ?? "text"))));
        }

        return Built(new TextTerm(token.At, [.. terms]));
    }
}
