using System.Text;
using System.Text.Json;
using Workflow.Definitions.Reading;

namespace Workflow.Definitions.Documents;

/// <summary>Reads strict JSON (RFC 8259) into located nodes.</summary>
internal ref struct JsonTree
{
    private readonly TreeBudget _budget;
    private readonly ErrorList _errors;
    private Utf8JsonReader _reader;
    private JsonPlaces _places;

    private JsonTree(ReadOnlySpan<byte> utf8, int depth, TreeBudget budget, ErrorList errors)
    {
        _budget = budget;
        _errors = errors;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = depth + 1 });
        _places = new JsonPlaces(utf8);
    }

    /// <summary>The document, or null when there is none because of the errors that were added.</summary>
    public static LocatedNode? Read(ReadOnlySpan<byte> utf8, DefinitionLimits limits, ErrorList errors)
    {
        var tree = new JsonTree(utf8, limits.DocumentDepth, new TreeBudget(limits), errors);
        try
        {
            tree._reader.Read();
            var node = tree.ReadValue(null, null, null, 0);
            return node is not null && tree.AtEnd() ? node : null;
        }
        catch (JsonException error)
        {
            var offset = OffsetOf(error, utf8);
            var isAtEnd = offset >= utf8.TrimEnd(" \t\r\n"u8).Length;
            errors.Add("", new JsonPlaces(utf8).At(offset), JsonProblem.Describe(error, isAtEnd));
            return null;
        }
    }

    private bool AtEnd() => !_reader.Read();

    private LocatedNode? ReadValue(LocatedNode? parent, string? name, Place? namePlace, int depth)
    {
        var place = _places.At(_reader.TokenStartIndex);
        if (!TryText(parent, place, out var text))
        {
            return null;
        }

        var node = new LocatedNode(KindOf(_reader.TokenType), parent, name, namePlace ?? place, place, text);
        if (!_budget.TryTake(node, depth, _errors))
        {
            return null;
        }

        return node.Kind switch
        {
            NodeKind.Array => ReadItems(node, depth + 1),
            NodeKind.Object => ReadMembers(node, depth + 1),
            _ => node,
        };
    }

    private LocatedNode? ReadItems(LocatedNode list, int depth)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadValue(list, null, null, depth) is not { } item)
            {
                return null;
            }

            list.Add(item);
        }

        return list;
    }

    private LocatedNode? ReadMembers(LocatedNode owner, int depth)
    {
        var names = new MemberNames(_errors, owner);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var namePlace = _places.At(_reader.TokenStartIndex);
            if (!TryText(owner, namePlace, out var name))
            {
                return null;
            }

            _reader.Read();
            if (ReadValue(owner, name, namePlace, depth) is not { } value)
            {
                return null;
            }

            names.AddUnlessRepeated(value);
        }

        return owner;
    }

    private readonly bool TryText(LocatedNode? owner, Place place, out string text)
    {
        text = "";
        try
        {
            text = _reader.TokenType switch
            {
                JsonTokenType.String or JsonTokenType.PropertyName => _reader.GetString()!,
                JsonTokenType.StartArray or JsonTokenType.StartObject => "",
                _ => Encoding.UTF8.GetString(_reader.ValueSpan),
            };
        }
        catch (InvalidOperationException)
        {
            _errors.Add(
                owner?.Pointer ?? "", place,
                "The text holds half of a surrogate pair (\\ud800 to \\udfff), which is no character.");
            return false;
        }

        return _reader.TokenType != JsonTokenType.Number || IsFinite(owner, place, text);
    }

    private readonly bool IsFinite(LocatedNode? owner, Place place, string number)
    {
        if (YamlScalar.IsFinite(number))
        {
            return true;
        }

        _errors.Add(
            owner?.Pointer ?? "", place, $"The number {Quote.Of(number)} is too large for a double; write it as text.");
        return false;
    }

    private static NodeKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => NodeKind.Object,
        JsonTokenType.StartArray => NodeKind.Array,
        JsonTokenType.String => NodeKind.String,
        JsonTokenType.Number => NodeKind.Number,
        JsonTokenType.True or JsonTokenType.False => NodeKind.Boolean,
        _ => NodeKind.Null,
    };

    private static long OffsetOf(JsonException error, ReadOnlySpan<byte> utf8)
    {
        var lineStart = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            lineStart += utf8[lineStart..].IndexOf((byte)'\n') + 1;
        }

        return lineStart + (error.BytePositionInLine ?? 0);
    }
}
