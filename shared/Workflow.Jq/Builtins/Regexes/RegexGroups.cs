namespace Workflow.Jq.Builtins.Regexes;

/// <summary>The capture groups of a pattern in the order in which they open. .NET numbers those without a name first;
/// so where there are both kinds, every group gets a name.</summary>
internal sealed class RegexGroups
{
    private const string Hidden = "__unnamed";

    private readonly List<string> _names = [];
    private bool _areMixed;

    private RegexGroups()
    {
    }

    public static RegexGroups Of(ReadOnlySpan<char> pattern)
    {
        var groups = new RegexGroups();
        var isInClass = false;
        var (named, unnamed) = (0, 0);
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\':
                    at++;
                    break;
                case '[' or ']':
                    isInClass = pattern[at] == '[';
                    break;
                case '(' when !isInClass && IsNamed(pattern[(at + 1)..]):
                    var name = pattern[(at + 3)..];
                    var end = name.IndexOf('>');
                    groups._names.Add(name[..(end < 0 ? name.Length : end)].ToString());
                    named++;
                    break;
                case '(' when !isInClass && !pattern[(at + 1)..].StartsWith("?"):
                    groups._names.Add(Hidden + groups._names.Count);
                    unnamed++;
                    break;
            }
        }

        groups._areMixed = named > 0 && unnamed > 0;
        return groups;
    }

    public static bool IsHidden(string name) => name.StartsWith(Hidden, StringComparison.Ordinal);

    /// <summary>Whether what stands behind an opening parenthesis names a capture group.</summary>
    public static bool IsNamed(ReadOnlySpan<char> behind) =>
        behind.StartsWith("?<") && behind.Length > 2 && behind[2] is not ('=' or '!');

    /// <summary>How a group without a name opens; counts it.</summary>
    public string OpenUnnamed(ref int opened) => _areMixed && opened < _names.Count ? $"(?<{_names[opened++]}>" : "(";

    /// <summary>What a reference to the group of that number, from 1, is to say; null: its number.</summary>
    public string? NameOf(int number) => _areMixed && number <= _names.Count ? _names[number - 1] : null;
}
