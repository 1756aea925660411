using System.Text.Json;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Api.Compare;

/// <summary>Finds where two JSON values differ: members by name, items by place, numbers by value.</summary>
/// <param name="countMax">Differences that are listed.</param>
/// <param name="lengthMax">Characters of a value that are shown.</param>
public sealed class JsonDiff(int countMax, int lengthMax)
{
    private readonly List<JsonDifference> _found = [];
    private bool _isMore;

    /// <param name="left">Empty for none, which is null.</param>
    public static JsonDifferences Of(RawJson left, RawJson right, int countMax, int lengthMax)
    {
        var diff = new JsonDiff(countMax, lengthMax);
        try
        {
            diff.Compare("", Parse(left), Parse(right));
        }
        catch (JsonException error)
        {
            return new JsonDifferences(null, [], true, $"They cannot be compared: {error.Message}");
        }

        return new JsonDifferences(
            diff._found.Count == 0, diff._found, diff._isMore,
            diff._isMore ? $"Only the first {countMax} differences are listed." : null);
    }

    private static JqValue Parse(RawJson json) => JqValue.ParseOrNull(json.Utf8.Span);

    private void Compare(string pointer, JqValue left, JqValue right)
    {
        if (_isMore || left == right)
        {
            return;
        }

        if (left.Kind == JqKind.Object && right.Kind == JqKind.Object)
        {
            CompareMembers(pointer, left, right);
        }
        else if (left.Kind == JqKind.Array && right.Kind == JqKind.Array)
        {
            CompareItems(pointer, left.Items, right.Items);
        }
        else
        {
            Add(pointer, "changed", left, right);
        }
    }

    private void CompareMembers(string pointer, JqValue left, JqValue right)
    {
        foreach (var (name, value) in left.Members)
        {
            var place = $"{pointer}/{Escaped(name)}";
            if (right.TryGetMember(name, out var other))
            {
                Compare(place, value, other);
            }
            else
            {
                Add(place, "removed", value, null);
            }
        }

        foreach (var (name, value) in right.Members.Where(member => !left.TryGetMember(member.Key, out _)))
        {
            Add($"{pointer}/{Escaped(name)}", "added", null, value);
        }
    }

    private void CompareItems(string pointer, IReadOnlyList<JqValue> left, IReadOnlyList<JqValue> right)
    {
        for (var i = 0; i < Math.Max(left.Count, right.Count) && !_isMore; i++)
        {
            var place = $"{pointer}/{i}";
            if (i >= right.Count)
            {
                Add(place, "removed", left[i], null);
            }
            else if (i >= left.Count)
            {
                Add(place, "added", null, right[i]);
            }
            else
            {
                Compare(place, left[i], right[i]);
            }
        }
    }

    private void Add(string pointer, string change, JqValue? left, JqValue? right)
    {
        if (_found.Count >= countMax)
        {
            _isMore = true;
            return;
        }

        var (shownLeft, shownRight) = (Shown(left, out var isLeftCut), Shown(right, out var isRightCut));
        _found.Add(new JsonDifference(pointer, change, shownLeft, shownRight, isLeftCut || isRightCut));
    }

    private RawJson Shown(JqValue? value, out bool isCut)
    {
        var text = value?.ToJson() ?? "";
        isCut = text.Length > lengthMax;
        if (!isCut)
        {
            return text.Length == 0 ? default : RawJson.FromText(text);
        }

        var end = char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
        return RawJson.FromText(JqValue.String(text[..end] + "…").ToJson());
    }

    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
