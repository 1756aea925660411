using System.Text;

namespace Workflow.Definitions.Documents;

/// <summary>Turns byte offsets into places. Offsets asked for in rising order cost the text's length once, not each
/// time.</summary>
internal ref struct JsonPlaces(ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    public Place At(long offset)
    {
        var target = (int)Math.Min(offset, _utf8.Length);
        if (target < _offset)
        {
            (_offset, _line, _column) = (0, 1, 1);
        }

        var part = _utf8[_offset..target];
        for (var newline = part.IndexOf((byte)'\n'); newline >= 0; newline = part.IndexOf((byte)'\n'))
        {
            part = part[(newline + 1)..];
            _line++;
            _column = 1;
        }

        _column += Encoding.UTF8.GetCharCount(part);
        _offset = target;
        return new Place(_line, _column);
    }
}
