using System.Text;

namespace Workflow.Jq.Text;

/// <summary>The JSON words and numbers that stand without quotes.</summary>
internal static class Literals
{
    /// <summary>The value, or null and what is wrong with the token.</summary>
    public static JqValue? Read(ReadOnlySpan<byte> token, bool lenient, out string problem)
    {
        problem = "Invalid literal";
        switch (token[0])
        {
            case (byte)'t':
                return token.SequenceEqual("true"u8) ? JqValue.True : null;
            case (byte)'f':
                return token.SequenceEqual("false"u8) ? JqValue.False : null;
            case (byte)'n' when !lenient || !token.SequenceEqual("nan"u8):
                return token.SequenceEqual("null"u8) ? JqValue.Null : null;
            case (byte)'\'':
                problem = "Invalid string literal; expected \", but got '";
                return null;
        }

        problem = "Invalid numeric literal";
        Span<char> chars = token.Length <= 128 ? stackalloc char[token.Length] : new char[token.Length];
        if (Encoding.ASCII.GetChars(token, chars) == token.Length && NumberText.TryRead(chars, lenient, out var number))
        {
            return number;
        }

        return lenient ? NonFinite(chars) : null;
    }

    private static JqValue? NonFinite(ReadOnlySpan<char> token)
    {
        var name = token[0] is '-' or '+' ? token[1..] : token;
        if (name.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return JqValue.Number(double.NaN);
        }

        return name is "Infinity" or "infinity" or "inf" or "Inf"
            ? JqValue.Number(token[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity)
            : null;
    }
}
