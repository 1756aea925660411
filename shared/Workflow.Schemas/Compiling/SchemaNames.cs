using System.Globalization;
using Workflow.Jq;

namespace Workflow.Schemas.Compiling;

/// <summary>Where the identifiers and anchors of a schema document lead.</summary>
internal sealed class SchemaNames
{
    private static readonly Uri Unnamed = new("schema:/");

    private readonly JqValue _document;
    private readonly Dictionary<string, string> _pointers = [];
    private readonly List<(string Pointer, Uri Base)> _bases = [];

    public SchemaNames(JqValue document)
    {
        _document = document;
        Collect("", document, Unnamed);
    }

    /// <returns>JSON pointer of the schema; null when there is none.</returns>
    public string? PointerOf(string at, string reference)
    {
        var origin = _bases.Where(one => Contains(one.Pointer, at))
            .OrderByDescending(one => one.Pointer.Length).FirstOrDefault().Base ?? Unnamed;
        if (!Uri.TryCreate(origin, reference, out var uri))
        {
            return null;
        }

        if (_pointers.TryGetValue(Text(uri), out var named))
        {
            return named;
        }

        var fragment = Uri.UnescapeDataString(uri.Fragment.TrimStart('#'));
        var resource = uri.GetLeftPart(UriPartial.Query);
        var root = resource == Text(Unnamed) ? "" : _pointers.GetValueOrDefault(resource);
        var isPointer = fragment.Length == 0 || fragment[0] == '/';
        return root is not null && isPointer && Find(_document, root + fragment) is not null ? root + fragment : null;
    }

    /// <summary>The value at a JSON pointer; null when there is none.</summary>
    public static JqValue? Find(JqValue document, string pointer)
    {
        var value = document;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (value.Kind == JqKind.Object && value.TryGetMember(name, out var member))
            {
                value = member;
            }
            else if (value.Kind == JqKind.Array
                && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < value.Count)
            {
                value = value.Items[index];
            }
            else
            {
                return null;
            }
        }

        return value;
    }

    private static bool Contains(string outer, string inner) =>
        inner == outer || inner.StartsWith(outer + "/", StringComparison.Ordinal);

    private static string Text(Uri uri) => uri.AbsoluteUri.TrimEnd('#');

    private void Collect(string pointer, JqValue value, Uri origin)
    {
        if (value.Kind == JqKind.Array)
        {
            for (var i = 0; i < value.Count; i++)
            {
                Collect($"{pointer}/{i}", value.Items[i], origin);
            }

            return;
        }

        if (value.Kind != JqKind.Object)
        {
            return;
        }

        if (value["$id"].AsString is { } id && Uri.TryCreate(origin, id, out var named))
        {
            origin = named;
            _pointers.TryAdd(Text(named), pointer);
            _bases.Add((pointer, named));
        }

        if ((value["$anchor"].AsString ?? value["$dynamicAnchor"].AsString) is { } anchor)
        {
            _pointers.TryAdd($"{origin.GetLeftPart(UriPartial.Query)}#{anchor}", pointer);
        }

        // What is only compared with is no schema, whatever it looks like.
        foreach (var (name, member) in value.Members.Where(one => one.Key is not ("const" or "enum" or "default")))
        {
            Collect($"{pointer}/{SchemaObject.Escape(name)}", member, origin);
        }
    }
}
