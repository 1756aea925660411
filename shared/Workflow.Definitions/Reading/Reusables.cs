using Workflow.Definitions.Documents;

namespace Workflow.Definitions.Reading;

/// <summary>The <c>use</c> section: components that tasks refer to by name.</summary>
/// <remarks>A component is read once per set of variables that its expressions see, at the places that refer to
/// it.</remarks>
internal sealed class Reusables(LocatedNode? use)
{
    private const int NamesListed = 10;

    private readonly Dictionary<string, Dictionary<string, LocatedNode>> _sections = [];
    private readonly Dictionary<(LocatedNode Component, string Variables), object?> _values = [];
    private readonly HashSet<LocatedNode> _read = [];

    /// <summary>The component that a string refers to; null, with an error, when there is none of that name.</summary>
    public LocatedNode? Find(ReadContext context, LocatedNode reference, string section)
    {
        var known = Components(section);
        if (known.TryGetValue(reference.Text, out var found))
        {
            return found;
        }

        var meant = Spelling.Nearest(reference.Text, known.Keys) is { } near ? $"; did you mean `{near}`?" : ".";
        var defined = $"a name defined in `use.{section}`"
            + (known.Count is > 0 and <= NamesListed ? $": {Quote.Any([.. known.Keys])}" : "");
        context.Add(reference, $"`use.{section}` defines no {Quote.Of(reference.Text)}{meant}", defined);
        return null;
    }

    public T? ReadOnce<T>(LocatedNode component, string variables, Func<LocatedNode, T?> read)
        where T : class
    {
        if (!_values.TryGetValue((component, variables), out var value))
        {
            value = read(component);
            _values.Add((component, variables), value);
            _read.Add(component);
        }

        return (T?)value;
    }

    /// <summary>Components that nothing refers to: they are checked all the same.</summary>
    public IEnumerable<LocatedNode> Unread(string section) =>
        Components(section).Values.Where(component => !_read.Contains(component));

    private Dictionary<string, LocatedNode> Components(string section)
    {
        if (!_sections.TryGetValue(section, out var components))
        {
            var children = use?.Find(section)?.Children ?? [];
            components = children.Where(child => child.Name is not null).ToDictionary(child => child.Name!);
            _sections.Add(section, components);
        }

        return components;
    }
}
