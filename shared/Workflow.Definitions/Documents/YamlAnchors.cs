using Workflow.Definitions.Reading;

namespace Workflow.Definitions.Documents;

/// <summary>Where a value goes in the tree.</summary>
internal readonly record struct NodePlace(LocatedNode? Parent, string? Name, Place NamePlace, int Depth);

/// <summary>The anchors of one YAML document. An alias becomes a copy of its value, paid from the budget.</summary>
internal sealed class YamlAnchors(TreeBudget budget, ErrorList errors)
{
    private readonly Dictionary<string, LocatedNode?> _values = [];

    /// <summary>The value after the anchor begins.</summary>
    public void Open(string? anchor)
    {
        if (anchor is not null)
        {
            _values[anchor] = null;
        }
    }

    /// <summary>The value after the anchor is complete.</summary>
    public void Close(string? anchor, LocatedNode value)
    {
        if (anchor is not null)
        {
            _values[anchor] = value;
        }
    }

    /// <summary>A copy of what the anchor names; null, with an error, when there is none or it is too much.</summary>
    public LocatedNode? Repeat(string anchor, Place alias, NodePlace target)
    {
        if (_values.GetValueOrDefault(anchor) is { } value)
        {
            return Copy(value, target);
        }

        var name = Quote.Cut(anchor);
        errors.Add(target.Parent?.Pointer ?? "", alias, _values.ContainsKey(anchor)
            ? $"The alias *{name} stands inside the value that it repeats."
            : $"The alias *{name} has no anchor &{name} before it.");
        return null;
    }

    private LocatedNode? Copy(LocatedNode source, NodePlace target)
    {
        var copy = new LocatedNode(
            source.Kind, target.Parent, target.Name, target.NamePlace, source.Place, source.Text);
        if (!budget.TryTake(copy, target.Depth, errors))
        {
            return null;
        }

        foreach (var child in source.Children)
        {
            if (Copy(child, new NodePlace(copy, child.Name, child.NamePlace, target.Depth + 1)) is not { } inner)
            {
                return null;
            }

            copy.Add(inner);
        }

        return copy;
    }
}
