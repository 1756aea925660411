
namespace Workflow.Jq.Builtins;

/// <summary>Taking something off the ends of a string.</summary>
internal static class Trimming
{
    public static void Register(Catalogue catalogue) => catalogue
        .Add("ltrimstr", 1, (_, input, arguments) => Text(TrimStart(
            Texts.Take(input, "startswith"), Texts.Take(arguments[0], "startswith"))))
        .Add("rtrimstr", 1, (_, input, arguments) => Text(TrimEnd(
            Texts.Take(input, "endswith"), Texts.Take(arguments[0], "endswith"))))
        .Add("trimstr", 1, (_, input, arguments) => Text(TrimEnd(
            TrimStart(Texts.Take(input, "startswith"), Texts.Take(arguments[0], "startswith")), arguments[0].Chars)))
        .Add("trim", input => Text(Take(input).Trim()))
        .Add("ltrim", input => Text(Take(input).TrimStart()))
        .Add("rtrim", input => Text(Take(input).TrimEnd()));

    private static JqValue Text(string text) => JqValue.Sound(text);

    private static string Take(JqValue value) => value.AsString ?? throw new JqException("trim input must be a string");

    private static string TrimStart(string text, string part) =>
        text.StartsWith(part, StringComparison.Ordinal) ? text[part.Length..] : text;

    private static string TrimEnd(string text, string part) =>
        text.EndsWith(part, StringComparison.Ordinal) ? text[..^part.Length] : text;
}
