using Workflow.Definitions.Documents;
using Workflow.Model;

namespace Workflow.Definitions.Reading;

/// <summary>An object of the document whose property names have been checked.</summary>
internal readonly struct ObjectView
{
    private readonly ReadContext _context;

    private ObjectView(ReadContext context, LocatedNode node) => (_context, Node) = (context, node);

    public LocatedNode Node { get; }

    public LocatedNode? this[string name] => Node.Find(name);

    /// <summary>Null, with an error, when the value is no object; null without one when there is no value.</summary>
    public static ObjectView? Open(ReadContext context, LocatedNode? node, Shape shape)
    {
        if (node is null)
        {
            return null;
        }

        if (node.Kind != NodeKind.Object)
        {
            context.AddWrongKind(node, shape.Title);
            return null;
        }

        foreach (var member in node.Children)
        {
            Check(context, member, shape);
        }

        return new ObjectView(context, node);
    }

    public LocatedNode? Require(string name, string expected)
    {
        var found = Node.Find(name);
        if (found is null)
        {
            _context.Errors.Add(
                Node.Pointer, Node.NamePlace, $"The property `{name}` is missing; add it: {expected}.", expected);
        }

        return found;
    }

    private static void Check(ReadContext context, LocatedNode member, Shape shape)
    {
        var name = member.Name!;
        if (context.Errors.IsFull)
        {
            return;
        }

        if (shape.NotYet.Contains(name))
        {
            context.AddAtName(member, $"`{name}` is not supported yet; {shape.InsteadOf}.");
        }
        else if (!shape.Names.Contains(name))
        {
            context.AddAtName(member, Unknown(name, shape), shape.Title);
        }
    }

    private static string Unknown(string name, Shape shape)
    {
        if (shape.Elsewhere.TryGetValue(name, out var where))
        {
            return $"`{name}` does not stand here; it belongs {where}.";
        }

        return Spelling.Nearest(name, shape.Names.Concat(shape.NotYet)) is { } meant
            ? $"unknown property {Quote.Of(name)}; did you mean `{meant}`?"
            : $"unknown property {Quote.Of(name)}; here may stand {Quote.Any(shape.Names)}.";
    }
}
