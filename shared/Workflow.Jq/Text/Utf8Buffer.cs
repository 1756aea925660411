using System.Buffers;
using System.Text;

namespace Workflow.Jq.Text;

/// <summary>Collects UTF-8 in memory that is lent; to be disposed of.</summary>
internal ref struct Utf8Buffer(int size)
{
    /// <summary>Longer ones are measured before a place is made for them.</summary>
    private const int LongText = 1 << 16;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(size, 256));

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Add(char ascii)
    {
        if (Length == _bytes.Length)
        {
            Room(1);
        }

        _bytes[Length++] = (byte)ascii;
    }

    public void Add(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        Length += utf8.Length;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        var most = text.Length <= LongText
            ? Encoding.UTF8.GetMaxByteCount(text.Length)
            : Encoding.UTF8.GetByteCount(text);
        Length += Encoding.UTF8.GetBytes(text, Room(most));
    }

    /// <summary>A place for so many bytes; those that are written there count with <see cref="Advance"/>.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, checked(Length + bytes)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int bytes) => Length += bytes;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
