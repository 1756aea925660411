using Workflow.Definitions.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workflow.Definitions.Documents;

/// <summary>Reads one YAML 1.2 document into located nodes; aliases are written out within the budget.</summary>
internal sealed class YamlTree
{
    private readonly Stack<(char Bracket, Place Place)> _openFlows = new();
    private readonly YamlAnchors _anchors;
    private readonly TreeBudget _budget;
    private readonly ErrorList _errors;
    private readonly Parser _parser;

    private YamlTree(string text, TreeBudget budget, ErrorList errors)
    {
        _budget = budget;
        _errors = errors;
        _anchors = new YamlAnchors(budget, errors);
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>The document, or null when there is none because of the errors that were added.</summary>
    public static LocatedNode? Read(string text, DefinitionLimits limits, ErrorList errors)
    {
        var tree = new YamlTree(text, new TreeBudget(limits), errors);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException error)
        {
            var place = YamlProblem.Locate(error.Message, text, PlaceOf(error.Start));
            errors.Add("", place, YamlProblem.Describe(error.Message, text, place) + tree.OpenFlow());
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // YamlDotNet meets some malformed texts with exceptions of other kinds, among them an unclosed bracket.
            tree.AddUnreadable();
        }

        return null;
    }

    private LocatedNode? ReadDocument()
    {
        _parser.MoveNext();
        if (!_parser.MoveNext() || _parser.Current is StreamEnd)
        {
            _errors.Add("", Place.Start, "The document is empty.", "a workflow definition in YAML or JSON");
            return null;
        }

        _parser.MoveNext();
        if (ReadValue(null, null, null, 0) is not { } root)
        {
            return null;
        }

        while (_parser.MoveNext())
        {
            if (_parser.Current is DocumentStart another)
            {
                _errors.Add(
                    "", PlaceOf(another.Start), "A second YAML document begins here; send one definition at a time.");
                return null;
            }
        }

        return root;
    }

    private LocatedNode? ReadValue(LocatedNode? parent, string? name, Place? namePlace, int depth)
    {
        var place = PlaceOf(_parser.Current!.Start);
        if (_parser.Current is AnchorAlias alias)
        {
            return _anchors.Repeat(alias.Value.Value, place, new NodePlace(parent, name, namePlace ?? place, depth));
        }

        var current = (NodeEvent)_parser.Current;
        var (kind, text) = KindOf(current);
        var node = new LocatedNode(kind, parent, name, namePlace ?? place, place, text);
        if (!IsAcceptable(node, current) || !_budget.TryTake(node, depth, _errors))
        {
            return null;
        }

        var anchor = current.Anchor.IsEmpty ? null : current.Anchor.Value;
        _anchors.Open(anchor);

        var isComplete = current switch
        {
            MappingStart map => ReadCollection(node, map.Style == MappingStyle.Flow ? '{' : ' ', depth + 1),
            SequenceStart list => ReadCollection(node, list.Style == SequenceStyle.Flow ? '[' : ' ', depth + 1),
            _ => true,
        };
        _anchors.Close(anchor, node);

        return isComplete ? node : null;
    }

    private bool ReadCollection(LocatedNode node, char bracket, int depth)
    {
        if (bracket != ' ')
        {
            _openFlows.Push((bracket, node.Place));
        }

        var isComplete = node.Kind == NodeKind.Object ? ReadMembers(node, depth) : ReadItems(node, depth);
        if (bracket != ' ')
        {
            _openFlows.Pop();
        }

        return isComplete;
    }

    private bool ReadItems(LocatedNode list, int depth)
    {
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
        {
            if (ReadValue(list, null, null, depth) is not { } item)
            {
                return false;
            }

            list.Add(item);
        }

        return true;
    }

    private bool ReadMembers(LocatedNode owner, int depth)
    {
        var names = new MemberNames(_errors, owner);
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            if (ReadName(owner) is not { } name)
            {
                return false;
            }

            var place = PlaceOf(_parser.Current!.Start);
            _parser.MoveNext();
            if (ReadValue(owner, name, place, depth) is not { } value)
            {
                return false;
            }

            names.AddUnlessRepeated(value);
        }

        return true;
    }

    private string? ReadName(LocatedNode owner)
    {
        var place = PlaceOf(_parser.Current!.Start);
        if (_parser.Current is not Scalar scalar)
        {
            _errors.Add(
                owner.Pointer, place, "A property name must be text; lists, objects and aliases cannot be names.");
            return null;
        }

        if (scalar is { Value: "<<", Style: ScalarStyle.Plain })
        {
            _errors.Add(
                owner.Pointer, place,
                "Merge keys (<<) are not part of YAML 1.2; write the properties out, or alias the whole object.");
            return null;
        }

        return scalar.Value;
    }

    private bool IsAcceptable(LocatedNode node, NodeEvent current)
    {
        if (!YamlTag.IsKnown(current))
        {
            _errors.Add(
                node.Pointer, node.Place,
                $"The YAML tag {Quote.Of(current.Tag.Value)} is not supported; leave it out.");
            return false;
        }

        if (node.Kind == NodeKind.Number && !YamlScalar.IsFinite(node.Text))
        {
            _errors.Add(
                node.Pointer, node.Place, "JSON has no infinite numbers and no NaN; write it as text, in quotes.");
            return false;
        }

        return true;
    }

    private static (NodeKind Kind, string Text) KindOf(NodeEvent current) => current switch
    {
        MappingStart => (NodeKind.Object, ""),
        SequenceStart => (NodeKind.Array, ""),
        Scalar { Style: ScalarStyle.Plain } scalar when !YamlTag.IsText(scalar) => YamlScalar.Resolve(scalar.Value),
        Scalar scalar => (NodeKind.String, scalar.Value),
        _ => (NodeKind.Null, "null"),
    };

    private string OpenFlow() => _openFlows.TryPeek(out var open)
        ? $" It stands inside the {open.Bracket} that opens in line {open.Place.Line}, column {open.Place.Column}."
        : "";

    private void AddUnreadable()
    {
        if (_openFlows.TryPeek(out var open))
        {
            _errors.Add(
                "", open.Place, $"This is not valid YAML: the {open.Bracket} that opens here is not closed properly.");
        }
        else
        {
            _errors.Add("", PlaceOf(_parser.Current?.Start ?? Mark.Empty), "This is not valid YAML after this place.");
        }
    }

    private static Place PlaceOf(Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
}
