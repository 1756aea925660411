using System.Globalization;

namespace Workflow.Definitions.Documents;

internal enum NodeKind
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// <summary>A value of the document, with where it stands in the text and in the tree.</summary>
internal sealed class LocatedNode
{
    private readonly List<LocatedNode> _children = [];
    private readonly int _index;

    /// <param name="parent">The list or object that holds it; null for the document.</param>
    /// <param name="name">Its property name; null in a list.</param>
    /// <param name="namePlace">Where the name stands, or the value itself where it has none.</param>
    public LocatedNode(NodeKind kind, LocatedNode? parent, string? name, Place namePlace, Place place, string text = "")
    {
        (Kind, Parent, Name, NamePlace, Place, Text) = (kind, parent, name, namePlace, place, text);
        Origin = this;
        _index = parent?._children.Count ?? 0;
    }

    public NodeKind Kind { get; }

    public LocatedNode? Parent { get; }

    public string? Name { get; }

    public Place NamePlace { get; }

    public Place Place { get; }

    /// <summary>Of a copy: what it was copied from in the end; else the node itself.</summary>
    public LocatedNode Origin { get; private init; }

    /// <summary>A string's value, a number in JSON's spelling, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public string Text { get; }

    /// <summary>Items of a list, or the values of an object in order (each with its name).</summary>
    public IReadOnlyList<LocatedNode> Children => _children;

    public LocatedNode? Find(string name) => _children.Find(child => child.Name == name);

    /// <summary>Adds the value that was made last with this one as its parent.</summary>
    public void Add(LocatedNode child) => _children.Add(child);

    /// <summary>The same value below another one, with the places where it really stands.</summary>
    public LocatedNode CopyTo(LocatedNode parent)
    {
        var copy = new LocatedNode(Kind, parent, Name, NamePlace, Place, Text) { Origin = Origin };
        parent.Add(copy);
        _children.ForEach(child => child.CopyTo(copy));
        return copy;
    }

    /// <summary>The same value as a member of an object of another document, standing where that refers to
    /// it.</summary>
    /// <param name="name">Null for the item of a list.</param>
    public LocatedNode PinTo(LocatedNode parent, string? name, Place place)
    {
        var pinned = new LocatedNode(Kind, parent, name, place, place, Text);
        parent.Add(pinned);
        _children.ForEach(child => child.PinTo(pinned, child.Name, place));
        return pinned;
    }

    /// <summary>Built on demand: storing one per value would be quadratic in deep documents.</summary>
    public string Pointer
    {
        get
        {
            var segments = new Stack<string>();
            for (var node = this; node.Parent is not null; node = node.Parent)
            {
                segments.Push(JsonPointer.Escape(node.Name ?? node._index.ToString(CultureInfo.InvariantCulture)));
                segments.Push("/");
            }

            return string.Concat(segments);
        }
    }
}
