using System.Text;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>Strings.</summary>
internal static class Texts
{
    private const int ReplacementCharacter = 0xFFFD;

    public static void Register(Catalogue catalogue) => catalogue
        .Add("split", 1, (machine, input, arguments) =>
            input.Kind == JqKind.String && arguments[0].Kind == JqKind.String
                ? Split(machine, input.Chars, arguments[0].Chars)
                : throw new JqException("split input and separator must be strings"))
        .Add("join", 1, Join)
        .Add("ascii_downcase", 0, (machine, input, _) =>
            Map(machine, input, text => Ascii(text, char.IsAsciiLetterUpper)))
        .Add("ascii_upcase", 0, (machine, input, _) =>
            Map(machine, input, text => Ascii(text, char.IsAsciiLetterLower)))
        .Add("explode", 0, Explode)
        .Add("implode", 0, Implode)
        .Add("startswith", 1, (_, input, arguments) => JqValue.Bool(
            Take(input, "startswith").StartsWith(Take(arguments[0], "startswith"), StringComparison.Ordinal)))
        .Add("endswith", 1, (_, input, arguments) => JqValue.Bool(
            Take(input, "endswith").EndsWith(Take(arguments[0], "endswith"), StringComparison.Ordinal)))
        .Add("utf8bytelength", input => input.Kind == JqKind.String
            ? JqValue.Number((double)Encoding.UTF8.GetByteCount(input.Chars))
            : throw new JqException($"{JqWords.Of(input)} only strings have UTF-8 byte length"));

    public static JqValue Split(Machine machine, string text, string separator)
    {
        ChargeSearch(machine, text, separator);
        machine.Charge(text.Length);
        if (text.Length == 0)
        {
            return JqValue.EmptyArray;
        }

        if (separator.Length > 0)
        {
            return JqValue.FromOwned([.. text.Split(separator).Select(JqValue.Sound)]);
        }

        machine.Charge(text.Length * 16L);
        return JqValue.FromOwned([.. text.EnumerateRunes().Select(rune => JqValue.Sound(rune.ToString()))]);
    }

    /// <summary>Counts what looking for a text costs when it nearly matches everywhere.</summary>
    public static void ChargeSearch(Machine machine, string text, string wanted) =>
        machine.Charge((text.Length >> 2) + ((long)text.Length * wanted.Length >> 8));

    public static string Take(JqValue value, string builtin) => value.AsString
        ?? throw new JqException($"{builtin}() requires string inputs");

    private static JqValue Join(Machine machine, JqValue input, JqValue[] arguments)
    {
        var separator = arguments[0];
        if (input.Kind < JqKind.Array)
        {
            throw new JqException($"Cannot iterate over {JqWords.Of(input)}");
        }

        var items = input.Kind == JqKind.Array ? input.Span : input.Object_.Values;
        var text = new StringBuilder();
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0 && separator.Kind is not (JqKind.String or JqKind.Null))
            {
                throw CannotAdd(text, separator);
            }

            text.Append(i > 0 ? separator.AsString : "");
            text.Append(items[i].Kind switch
            {
                JqKind.Null => "",
                JqKind.String => items[i].Chars,
                JqKind.Array or JqKind.Object => throw CannotAdd(text, items[i]),
                _ => JsonOutput.ToText(items[i]),
            });
            machine.AdmitSize(text.Length);
        }

        machine.Charge((text.Length >> 2) + items.Length);
        return JqValue.Sound(text.ToString());
    }

    private static JqException CannotAdd(StringBuilder text, JqValue value) =>
        new($"{JqWords.Of(JqValue.Sound(text.ToString()))} and {JqWords.Of(value)} cannot be added");

    private static JqValue Map(Machine machine, JqValue input, Func<string, string> map)
    {
        if (input.Kind != JqKind.String)
        {
            throw new JqException("explode input must be a string");
        }

        machine.Charge(input.Size >> 2);
        return JqValue.Sound(map(input.Chars));
    }

    private static string Ascii(string text, Func<char, bool> changes) => string.Create(
        text.Length,
        (text, changes),
        static (result, source) =>
        {
            for (var i = 0; i < result.Length; i++)
            {
                var c = source.text[i];
                result[i] = source.changes(c) ? (char)(c ^ 0x20) : c;
            }
        });

    private static JqValue Explode(Machine machine, JqValue input, JqValue[] arguments)
    {
        if (input.Kind != JqKind.String)
        {
            throw new JqException("explode input must be a string");
        }

        machine.Charge(input.Size * 4L);
        return JqValue.FromOwned([.. input.Chars.EnumerateRunes().Select(rune => JqValue.Number((double)rune.Value))]);
    }

    private static JqValue Implode(Machine machine, JqValue input, JqValue[] arguments)
    {
        if (input.Kind != JqKind.Array)
        {
            throw new JqException("implode input must be an array");
        }

        machine.Charge(input.Count);
        var text = new StringBuilder();
        foreach (var item in input.Span)
        {
            if (item.Kind != JqKind.Number || double.IsNaN(item.Double))
            {
                throw new JqException($"{JqWords.Of(item)} can't be imploded, unicode codepoint needs to be numeric");
            }

            var codePoint = (int)item.Double;
            text.Append(Rune.IsValid(codePoint) ? new Rune(codePoint) : new Rune(ReplacementCharacter));
        }

        return JqValue.Sound(text.ToString());
    }
}
