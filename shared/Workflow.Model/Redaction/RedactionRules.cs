using System.Text.Json;

namespace Workflow.Model;

/// <summary>Takes the values at some paths out of payloads. Whatever is not taken out stays as it was, byte for byte.
/// Immutable.</summary>
public sealed class RedactionRules
{
    /// <summary>Takes nothing out.</summary>
    public static readonly RedactionRules None = new([]);

    private static readonly byte[] Shown = "\"[redacted]\""u8.ToArray();

    private readonly IReadOnlyList<RedactionPath> _paths;
    private readonly Place[] _start;

    private RedactionRules(IReadOnlyList<RedactionPath> paths)
    {
        _paths = paths;
        _start = [.. Enumerable.Range(0, paths.Count).Select(path => new Place(path, 0))];
    }

    /// <param name="text">Paths, comma separated; empty for none.</param>
    /// <exception cref="FormatException">One is none; the message says why.</exception>
    public static RedactionRules Parse(string text)
    {
        string[] paths = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return paths.Length == 0 ? None : new RedactionRules([.. paths.Select(RedactionPath.Parse)]);
    }

    /// <summary>The same for a document that holds payloads at these places.</summary>
    /// <param name="places">Names of members, one within the other.</param>
    public RedactionRules Below(params IReadOnlyList<string>[] places) =>
        new([.. places.SelectMany(place => _paths.Select(path => path.Below(place)))]);

    /// <summary>The payload without what the paths name.</summary>
    /// <param name="payload">Valid JSON, or empty.</param>
    public RawJson Apply(RawJson payload)
    {
        if (_paths.Count == 0 || payload.IsEmpty)
        {
            return payload;
        }

        var cuts = Cuts(payload.Utf8.Span);
        if (cuts.Count == 0)
        {
            return payload;
        }

        var text = new List<byte>(payload.Utf8.Length);
        var from = 0;
        foreach (var (start, end) in cuts)
        {
            text.AddRange(payload.Utf8.Span[from..start]);
            text.AddRange(Shown);
            from = end;
        }

        text.AddRange(payload.Utf8.Span[from..]);
        return new RawJson(text.ToArray());
    }

    /// <summary>Where the values are that have to go, in order.</summary>
    private List<(int Start, int End)> Cuts(ReadOnlySpan<byte> utf8)
    {
        var cuts = new List<(int, int)>();
        var around = new Stack<(Place[] Places, bool IsList)>();
        var here = _start;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            var isHit = false;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                around.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                here = Step(around.Peek().Places, ref reader, isItem: false, out isHit);
                reader.Read();
            }
            else if (around.TryPeek(out var outer) && outer.IsList)
            {
                here = Step(outer.Places, ref reader, isItem: true, out isHit);
            }

            var start = (int)reader.TokenStartIndex;
            if (isHit || here.Length == 0)
            {
                reader.Skip();
                if (isHit)
                {
                    cuts.Add((start, (int)reader.BytesConsumed));
                }
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                around.Push((here, reader.TokenType == JsonTokenType.StartArray));
            }
        }

        return cuts;
    }

    /// <summary>Goes one level down, to the member whose name the reader is at, or to an item.</summary>
    private Place[] Step(Place[] places, ref Utf8JsonReader reader, bool isItem, out bool isHit)
    {
        isHit = false;
        var next = new List<Place>(places.Length);
        foreach (var place in places)
        {
            var segments = _paths[place.Path].Segments;
            var segment = segments[place.At];
            if (segment.IsDeep)
            {
                next.Add(place);
            }

            if (segment.Name is null || (!isItem && IsNamed(ref reader, segment.Name)))
            {
                isHit |= place.At + 1 == segments.Count;
                next.Add(place with { At = place.At + 1 });
            }
        }

        return isHit ? [] : [.. next];
    }

    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no name that a path could have.
            return false;
        }
    }

    /// <summary>How far a path has come.</summary>
    private readonly record struct Place(int Path, int At);
}
