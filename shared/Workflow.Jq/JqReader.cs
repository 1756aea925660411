using System.Text.Json;
using Workflow.Jq.Text;

namespace Workflow.Jq;

/// <summary>Reads the JSON values that stand one behind the other in a text, as jq reads its input: NaN and infinities
/// are taken too. Not thread-safe.</summary>
public sealed class JqReader(ReadOnlyMemory<byte> utf8)
{
    private int _at = utf8.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
    private int _counted;
    private int _lines;

    /// <summary>How many lines were read up to the last value, as jq counts them for its messages: a line counts when
    /// its end was needed or lies on the line of the value's end.</summary>
    public int Lines { get; private set; }

    /// <summary>The next value, or null at the end.</summary>
    /// <exception cref="JsonException">What follows is no JSON, or nested deeper than <see
    /// cref="JqValue.DeepestDocument"/>.</exception>
    public JqValue? Read()
    {
        var text = utf8.Span;
        try
        {
            var value = JsonInput.ReadNext(text, ref _at, JqValue.DeepestDocument);
            CountLines(text, value);
            return value;
        }
        catch (JsonTextException error)
        {
            _at = text.Length;
            throw new JsonException(error.Message, null, error.Line - 1, error.Column - 1, error);
        }
    }

    // jq reads whole lines, and knows the end of a bare word only from what stands behind it.
    private void CountLines(ReadOnlySpan<byte> text, JqValue? value)
    {
        var isClosed = value is not null && text[_at - 1] is (byte)']' or (byte)'}' or (byte)'"';
        var last = isClosed ? _at - 1 : _at;
        if (last >= _counted)
        {
            var toLineEnd = last < text.Length ? text[last..].IndexOf((byte)'\n') : -1;
            var end = toLineEnd < 0 ? text.Length : last + toLineEnd + 1;
            _lines += text[_counted..end].Count((byte)'\n');
            _counted = end;
        }

        Lines = _lines;
    }
}
