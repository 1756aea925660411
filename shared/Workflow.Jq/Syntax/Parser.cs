namespace Workflow.Jq.Syntax;

/// <summary>Builds the tree of a program by precedence climbing.</summary>
internal sealed partial class Parser
{
    /// <summary>Terms nested deeper are refused, so that no later pass meets a tree it cannot walk.</summary>
    private const int Deepest = 1_000;

    private const int DeepestBrackets = 200;

    private readonly SourceText _source;
    private readonly IReadOnlyList<Token> _tokens;
    private Token _now;
    private int _position;
    private int _nesting;

    private Parser(SourceText source, IReadOnlyList<Token> tokens, int nesting)
    {
        _source = source;
        _tokens = tokens;
        _now = tokens[0];
        _nesting = nesting;
    }

    /// <exception cref="JqCompileException">The text is no program.</exception>
    public static Term Parse(SourceText source)
    {
        var parser = new Parser(source, Lexer.Split(source), 0);
        return parser.ParseProgram();
    }

    private Term ParseProgram()
    {
        if (_now.Is("module") || _now.Is("import") || _now.Is("include"))
        {
            throw Wrong($"'{_now.Text}' is not available: programs have no modules");
        }

        var functions = new List<FunctionTerm>();
        while (_now.Is("def"))
        {
            functions.Add(ParseFunction());
        }

        var body = _now.Kind == TokenKind.End ? new IdentityTerm(_now.At) : ParsePipe();
        ExpectEnd();
        for (var i = functions.Count - 1; i >= 0; i--)
        {
            body = Built(new DefineTerm(functions[i].At, functions[i], body));
        }

        return body;
    }

    private Term ParsePipe()
    {
        var stages = new List<Term> { ParseComma() };
        while (Accept("|"))
        {
            stages.Add(ParseComma());
        }

        return Joined(stages);
    }

    private Term Joined(List<Term> stages)
    {
        var result = stages[^1];
        for (var i = stages.Count - 2; i >= 0; i--)
        {
            result = Built(new PipeTerm(stages[i].At, stages[i], result));
        }

        return result;
    }

    private Term ParseComma()
    {
        var left = ParseBinding();
        while (_now.Is(","))
        {
            Advance();
            left = Built(new CommaTerm(left.At, left, ParseBinding()));
        }

        return left;
    }

    /// <summary>
    /// An expression without commas; when variables are bound to it, everything that follows is theirs.
    /// </summary>
    private Term ParseBinding()
    {
        var source = ParseBinary(0);
        if (!Accept("as"))
        {
            return source;
        }

        var patterns = ParsePatterns();
        Expect("|");
        return Built(new BindTerm(source.At, source, patterns, ParsePipe()));
    }

    private Term ParseBinary(int weakest)
    {
        var left = ParseUnary();
        var strongest = int.MaxValue;
        while (Operators.Find(_now) is { } op && op.Strength >= weakest && op.Strength <= strongest)
        {
            if (op.Strength == strongest && op.Binding == Binding.None)
            {
                throw Wrong($"'{_now.Text}' cannot follow another operator of its kind without parentheses");
            }

            Advance();
            Deeper();
            var right = ParseBinary(op.Binding == Binding.Right ? op.Strength : op.Strength + 1);
            _nesting--;
            left = Built(new BinaryTerm(left.At, op.Symbol, left, right));
            strongest = op.Strength;
        }

        return left;
    }

    private Term ParseUnary()
    {
        if (!_now.Is("-"))
        {
            return ParsePostfix();
        }

        var at = _now.At;
        Advance();
        Deeper();
        var operand = ParseBinary(Operators.Product);
        _nesting--;
        return Built(new NegateTerm(at, operand));
    }

    private FunctionTerm ParseFunction()
    {
        var at = _now.At;
        Expect("def");
        var name = TakeName("a function name");
        var parameters = new List<Parameter>();
        if (Accept("("))
        {
            do
            {
                parameters.Add(new Parameter(_now.Text, _now.Kind == TokenKind.Variable));
                if (_now.Kind == TokenKind.Variable)
                {
                    Advance();
                }
                else
                {
                    TakeName("a parameter name");
                }
            }
            while (Accept(";"));
            Expect(")");
        }

        Expect(":");
        var body = ParsePipe();
        Expect(";");
        return (FunctionTerm)Built(new FunctionTerm(at, name, parameters, body));
    }

    private string TakeName(string wanted)
    {
        if (_now.Kind is not (TokenKind.Name or TokenKind.Keyword))
        {
            throw Unexpected(wanted);
        }

        var name = _now.Text;
        Advance();
        return name;
    }

    private void Deeper()
    {
        if (++_nesting > DeepestBrackets || !Values.DeepCall.HasRoom)
        {
            throw Wrong($"The program is nested deeper than {DeepestBrackets} levels");
        }
    }

    private Term Built(Term term) => term.Height <= Deepest
        ? term
        : throw _source.Error(term.At, $"The program has more than {Deepest} terms within each other");

    private void Advance() => _now = _tokens[Math.Min(++_position, _tokens.Count - 1)];

    private Token Following => _tokens[Math.Min(_position + 1, _tokens.Count - 1)];

    private bool Accept(string symbol)
    {
        if (!_now.Is(symbol))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Accept(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    private void ExpectEnd()
    {
        if (_now.Kind != TokenKind.End)
        {
            throw Unexpected("the end of the program");
        }
    }

    private JqCompileException Unexpected(string wanted) => Wrong(
        _now.Kind == TokenKind.End ? $"Unexpected end of program, expected {wanted}"
            : $"Unexpected '{_source.Text[_now.At..EndOfNow()]}', expected {wanted}");

    private int EndOfNow() => Math.Min(
        _source.Text.Length, _now.Kind == TokenKind.String ? _now.At + 1 : _now.At + _now.Text.Length
            + (_now.Kind is TokenKind.Field or TokenKind.Format or TokenKind.Variable ? 1 : 0));

    private JqCompileException Wrong(string problem) => _source.Error(_now.At, problem);
}
