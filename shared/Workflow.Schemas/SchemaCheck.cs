using Workflow.Jq;

namespace Workflow.Schemas;

/// <summary>One check of one value: what was found, and how much work it has been.</summary>
/// <param name="most">Faults after which nothing more is noted.</param>
internal sealed class SchemaCheck(int most)
{
    /// <summary>Subschemas applied; a schema that branches without end is stopped.</summary>
    private const int StepsMax = 2_000_000;

    /// <summary>Values are at most 512 deep; what goes deeper refers to itself without looking at a part.</summary>
    private const int DepthMax = 1_500;

    private readonly List<SchemaFault> _faults = [];
    private int _steps;
    private int _depth;
    private int _silent;

    public IReadOnlyList<SchemaFault> Faults => _faults;

    /// <summary>Whether the value fits; notes why not.</summary>
    /// <param name="evaluated">Gets the members and items that the schema has looked at.</param>
    public bool Holds(SchemaNode node, JqValue value, SchemaPlace place, Evaluated evaluated)
    {
        if (++_steps > StepsMax || _depth > DepthMax)
        {
            return Fails(
                place, "cannot be checked: the schema branches or refers to itself too often");
        }

        _depth++;
        var holds = true;
        // What lies around a schema that asks for the rest is not part of its answer.
        var own = node.AsksForRest ? new Evaluated() : evaluated;
        foreach (var keyword in node.Keywords)
        {
            holds &= keyword.Holds(this, value, place, own);
        }

        _depth--;
        if (node.AsksForRest)
        {
            evaluated.Add(own);
        }

        return holds;
    }

    /// <summary>Whether the value fits, without a word about why not.</summary>
    public bool HoldsSilently(SchemaNode node, JqValue value, SchemaPlace place, Evaluated evaluated)
    {
        _silent++;
        var holds = Holds(node, value, place, evaluated);
        _silent--;
        return holds;
    }

    public bool Fails(SchemaPlace place, string message)
    {
        if (_silent == 0 && _faults.Count < most)
        {
            _faults.Add(new SchemaFault(place.ToString(), message));
        }

        return false;
    }
}

/// <summary>Members and items of one value that a schema has looked at: what <c>unevaluated…</c> asks for.</summary>
internal sealed class Evaluated
{
    private HashSet<string>? _members;
    private HashSet<int>? _items;
    private int _first;

    public void Member(string name) => (_members ??= []).Add(name);

    public void Item(int index) => (_items ??= []).Add(index);

    /// <summary>Every item before the index.</summary>
    public void Items(int end) => _first = Math.Max(_first, end);

    public bool Has(string member) => _members?.Contains(member) == true;

    public bool Has(int item) => item < _first || _items?.Contains(item) == true;

    public void Add(Evaluated other)
    {
        if (other._members is not null)
        {
            (_members ??= []).UnionWith(other._members);
        }

        if (other._items is not null)
        {
            (_items ??= []).UnionWith(other._items);
        }

        Items(other._first);
    }
}

/// <summary>Where in the value: written out only when something is wrong there.</summary>
internal sealed record SchemaPlace(SchemaPlace? Parent, string Name)
{
    public static readonly SchemaPlace Root = new(null, "");

    public SchemaPlace Of(string member) => new(this, member);

    public SchemaPlace Of(int item) => new(this, item.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public override string ToString() => Parent is null
        ? ""
        : $"{Parent}/{Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}

/// <summary>A schema or a part of one. Its keywords come later than itself: schemas may refer to each other.</summary>
internal sealed class SchemaNode
{
    public IReadOnlyList<ISchemaKeyword> Keywords { get; set; } = [];

    /// <summary>Whether it has a demand on what its other keywords have not looked at.</summary>
    public bool AsksForRest { get; set; }
}

/// <summary>One demand of a schema.</summary>
internal interface ISchemaKeyword
{
    bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated);
}
