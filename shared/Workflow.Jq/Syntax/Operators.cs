using System.Collections.Frozen;

namespace Workflow.Jq.Syntax;

internal enum Binding
{
    Left,
    Right,
    None,
}

/// <summary>An infix operator: the stronger, the tighter.</summary>
internal sealed record Operator(string Symbol, int Strength, Binding Binding);

/// <summary>jq's infix operators but pipe and comma.</summary>
internal static class Operators
{
    public const int Product = 7;

    private static readonly FrozenDictionary<string, Operator> All = new[]
    {
        new Operator("//", 1, Binding.Right),
        new Operator("=", 2, Binding.None),
        new Operator("|=", 2, Binding.None),
        new Operator("+=", 2, Binding.None),
        new Operator("-=", 2, Binding.None),
        new Operator("*=", 2, Binding.None),
        new Operator("/=", 2, Binding.None),
        new Operator("%=", 2, Binding.None),
        new Operator("//=", 2, Binding.None),
        new Operator("or", 3, Binding.Left),
        new Operator("and", 4, Binding.Left),
        new Operator("==", 5, Binding.None),
        new Operator("!=", 5, Binding.None),
        new Operator("<", 5, Binding.None),
        new Operator("<=", 5, Binding.None),
        new Operator(">", 5, Binding.None),
        new Operator(">=", 5, Binding.None),
        new Operator("+", 6, Binding.Left),
        new Operator("-", 6, Binding.Left),
        new Operator("*", Product, Binding.Left),
        new Operator("/", Product, Binding.Left),
        new Operator("%", Product, Binding.Left),
    }.ToFrozenDictionary(op => op.Symbol);

    public static Operator? Find(Token token) =>
        token.Kind is TokenKind.Symbol or TokenKind.Keyword ? All.GetValueOrDefault(token.Text) : null;
}
