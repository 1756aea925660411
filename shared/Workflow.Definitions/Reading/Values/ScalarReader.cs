using System.Globalization;
using Workflow.Definitions.Documents;

namespace Workflow.Definitions.Reading.Values;

/// <summary>Reads plain texts, names, whole numbers and truth values.</summary>
internal static class ScalarReader
{
    public static string? Text(ReadContext context, LocatedNode? node, string expected = "text")
    {
        if (node is null || node.Kind == NodeKind.String)
        {
            return node?.Text;
        }

        context.AddWrongKind(node, expected, isText: true);
        return null;
    }

    public static bool? Flag(ReadContext context, LocatedNode? node)
    {
        if (node is null || node.Kind == NodeKind.Boolean)
        {
            return node is null ? null : node.Text == "true";
        }

        context.AddWrongKind(node, "`true` or `false`");
        return null;
    }

    public static int? Whole(ReadContext context, LocatedNode? node, int min, int max)
    {
        if (node is null)
        {
            return null;
        }

        if (node.Kind == NodeKind.Number
            && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        context.AddWrongKind(node, $"a whole number from {min} to {max}");
        return null;
    }

    /// <summary>The name of a variable, or <paramref name="otherwise"/> when none is given (also when a wrong one
    /// is).</summary>
    public static string Variable(ReadContext context, LocatedNode? node, string otherwise)
    {
        if (Text(context, node, "the name of a variable") is not { } name)
        {
            return otherwise;
        }

        if (name.StartsWith('$'))
        {
            context.Add(
                node!, $"Write the variable's name without `$`: {Quote.Of(name.TrimStart('$'))}; "
                + "expressions use it with `$`.");
        }
        else if (!IsIdentifier(name) || name.Length > context.Limits.NameLength)
        {
            context.Add(
                node!, $"{Quote.Of(name)} cannot be a variable's name.",
                $"letters, digits and `_`, not beginning with a digit, at most {context.Limits.NameLength}");
        }
        else if (VariableScope.Reserved.Contains(name))
        {
            context.Add(node!, $"`${name}` has a meaning of its own in expressions; choose another name.");
        }
        else
        {
            return name;
        }

        return otherwise;
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
