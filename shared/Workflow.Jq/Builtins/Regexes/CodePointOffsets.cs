using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Regexes;

/// <summary>Turns UTF-16 indices into code point offsets, cheaply when they mostly grow.</summary>
internal sealed class CodePointOffsets(string text)
{
    private readonly bool _isPlain = !Utf16.HasSurrogates(text);
    private int _index;
    private int _offset;

    public int Of(int index)
    {
        if (_isPlain)
        {
            return index;
        }

        if (index < _index)
        {
            return _offset - Utf16.Count(text.AsSpan(index, _index - index));
        }

        _offset += Utf16.Count(text.AsSpan(_index, index - _index));
        _index = index;
        return _offset;
    }
}
