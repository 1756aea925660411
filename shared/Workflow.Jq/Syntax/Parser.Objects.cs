using Workflow.Jq.Values;

namespace Workflow.Jq.Syntax;

internal sealed partial class Parser
{
    private Term ParseObject(int at)
    {
        var terms = new List<Term>();
        if (!_now.Is("}"))
        {
            do
            {
                ParseMember(terms);
            }
            while (Accept(","));
        }

        Expect("}");
        return Built(new ObjectTerm(at, [.. terms]));
    }

    private void ParseMember(List<Term> terms)
    {
        var token = _now;
        switch (token.Kind)
        {
            case TokenKind.Name or TokenKind.Keyword:
                Advance();
                AddMember(terms, new LiteralTerm(token.At, JqValue.Sound(token.Text)));
                return;
            case TokenKind.Variable:
                Advance();
                AddVariable(terms, token);
                return;
            case TokenKind.String:
                AddMember(terms, ParseText(null));
                return;
            case TokenKind.Format when Following.Kind == TokenKind.String:
                Advance();
                AddMember(terms, ParseText(token.Text));
                return;
            case TokenKind.Symbol when Accept("("):
                terms.Add(ParseKey());
                Expect(":");
                terms.Add(ParseMemberValue());
                return;
            default:
                throw Unexpected("an object key (any other expression needs parentheses)");
        }
    }

    private Term ParseKey()
    {
        var key = ParsePipe();
        Expect(")");
        return key is LiteralTerm { Value.Kind: not JqKind.String } literal
            ? throw _source.Error(key.At, $"Cannot use {JqWords.Of(literal.Value)} as object key")
            : key is CallTerm { Name: "true" or "false" or "null", Arguments.Count: 0 } word
            ? throw _source.Error(key.At, $"Cannot use {word.Name} as object key")
            : key;
    }

    // {key} alone is {key: .key}
    private void AddMember(List<Term> terms, Term key)
    {
        terms.Add(key);
        terms.Add(Accept(":")
            ? ParseMemberValue()
            : Built(new IndexTerm(key.At, new IdentityTerm(key.At), key)));
    }

    // {$name} is {name: $name}, but {$name: value} has the variable's value as its key
    private void AddVariable(List<Term> terms, Token token)
    {
        var variable = Variable(token);
        if (Accept(":"))
        {
            terms.Add(variable);
            terms.Add(ParseMemberValue());
            return;
        }

        terms.Add(new LiteralTerm(token.At, JqValue.Sound(token.Text)));
        terms.Add(variable);
    }

    private Term ParseMemberValue()
    {
        var stages = new List<Term>();
        do
        {
            stages.Add(ParseBinary(0));
            if (Accept("as"))
            {
                var patterns = ParsePatterns();
                Expect("|");
                Deeper();
                stages[^1] = Built(new BindTerm(stages[^1].At, stages[^1], patterns, ParseMemberValue()));
                _nesting--;
            }
        }
        while (Accept("|"));
        return Joined(stages);
    }

    private List<Pattern> ParsePatterns()
    {
        var patterns = new List<Pattern> { ParsePattern() };
        while (Accept("?//"))
        {
            patterns.Add(ParsePattern());
        }

        return patterns;
    }

    private Pattern ParsePattern()
    {
        var at = _now.At;
        Deeper();
        Pattern pattern;
        if (Accept("["))
        {
            var items = new List<Pattern>();
            do
            {
                items.Add(ParsePattern());
            }
            while (Accept(","));
            Expect("]");
            pattern = new ArrayPattern(at, items);
        }
        else if (Accept("{"))
        {
            var members = new List<MemberPattern>();
            do
            {
                members.Add(ParseMemberPattern());
            }
            while (Accept(","));
            Expect("}");
            pattern = new ObjectPattern(at, members);
        }
        else
        {
            pattern = _now.Kind == TokenKind.Variable ? new VariablePattern(at, TakeVariable())
                : throw Unexpected("a variable such as $x, '[' or '{'");
        }

        _nesting--;
        return pattern;
    }

    private MemberPattern ParseMemberPattern()
    {
        var token = _now;
        if (token.Kind == TokenKind.Variable)
        {
            Advance();
            var name = new LiteralTerm(token.At, JqValue.Sound(token.Text));
            return new MemberPattern(name, token.Text, Accept(":") ? ParsePattern() : null);
        }

        Term key;
        if (token.Kind is TokenKind.Name or TokenKind.Keyword)
        {
            Advance();
            key = new LiteralTerm(token.At, JqValue.Sound(token.Text));
        }
        else if (token.Kind == TokenKind.String)
        {
            key = ParseText(null);
        }
        else
        {
            Expect("(");
            key = ParseKey();
        }

        Expect(":");
        return new MemberPattern(key, null, ParsePattern());
    }
}
