namespace Workflow.Bridge.Agents;

/// <summary>The body of an answer that somebody else reads: tells when a message in it is larger than allowed, and
/// gives no more of it then.</summary>
/// <param name="isEvents">Whether an empty line ends a message, as in server-sent events; else the body is one.</param>
internal sealed class MeteredStream(Stream inner, long bytesMax, bool isEvents, Action onTooLarge) : Stream
{
    private long _bytes;
    private bool _isLineEmpty = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default)
    {
        var read = await inner.ReadAsync(buffer, ct);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken ct) =>
        ReadAsync(buffer.AsMemory(offset, count), ct).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (isEvents && bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Add(bytes[..end]);
            _bytes = _isLineEmpty ? 0 : _bytes;
            _isLineEmpty = true;
            bytes = bytes[(end + 1)..];
        }

        Add(bytes);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        _isLineEmpty &= bytes.TrimEnd((byte)'\r').IsEmpty;
        _bytes += bytes.Length;
        if (_bytes > bytesMax)
        {
            onTooLarge();
            throw new IOException($"A message of more than {bytesMax} bytes.");
        }
    }
}
