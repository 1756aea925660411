using System.Text.RegularExpressions;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Finds which secrets a login refers to, and that <c>use.secrets</c> lists them.</summary>
internal static partial class SecretNames
{
    public const string Section = "secrets";

    private const string Expected = $"a list of names of secrets: {SecretName.Rule}";

    public static void Check(ReadContext context, LocatedNode? node)
    {
        if (node is { Kind: not NodeKind.Array })
        {
            context.AddWrongKind(node, Expected);
        }

        foreach (var name in node is { Kind: NodeKind.Array } ? node.Children : [])
        {
            if (ScalarReader.Text(context, name, Expected) is { } text && !SecretName.IsValid(text))
            {
                context.Add(name, $"{Quote.Of(text)} cannot be the name of a secret.", Expected);
            }
        }
    }

    /// <summary>Whether the secret is listed; adds an error when it is not.</summary>
    public static bool IsListed(ReadContext context, LocatedNode at, string name)
    {
        var listed = context.Reusables.Secrets;
        if (listed.Contains(name))
        {
            return true;
        }

        var meant = Spelling.Nearest(name, listed) is { } near
            ? $"; did you mean `{near}`?"
            : $"; add it: use: {{ secrets: [ {name} ] }}.";
        context.Add(at, $"`use.secrets` does not list {Quote.Of(name)}{meant}", "a name listed in `use.secrets`");
        return false;
    }

    /// <summary>The secrets that the expressions of a value name.</summary>
    public static IEnumerable<string> Of(ReadContext context, LocatedNode node)
    {
        foreach (Match use in Use().Matches(node.Text))
        {
            var name = use.Groups["name"].Value;
            if (name.Length == 0)
            {
                context.Add(
                    node, "`$secrets` is followed by the name of a secret: `$secrets.name`, or "
                    + "`$secrets[\"a-name\"]` when it has a `-`.", "`$secrets` with a name");
            }
            else if (IsListed(context, node, name))
            {
                yield return name;
            }
        }
    }

    [GeneratedRegex(
        """
        \$secrets(?![A-Za-z0-9_])
        (\s*\.\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)|\s*\.?\s*\[\s*"(?<name>[^"\\]+)"\s*\]|\s*\.\s*"(?<name>[^"\\]+)")?
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Use();
}
