using Workflow.Definitions.Documents;
using Workflow.Model;

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
    private string[]? _secrets;

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

    /// <summary>The component of that name, if there is one.</summary>
    public LocatedNode? Named(string section, string name) => Components(section).GetValueOrDefault(name);

    /// <summary>Names of the components of a section.</summary>
    public IEnumerable<string> NamesOf(string section) => Components(section).Keys;

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

    /// <summary>The list of <c>use.secrets</c>, as far as it is well formed.</summary>
    public IReadOnlyList<string> Secrets => _secrets ??=
    [
        .. (use?.Find("secrets")?.Children ?? [])
            .Where(child => child.Kind == NodeKind.String).Select(child => child.Text),
    ];

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
