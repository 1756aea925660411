using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Workflow.Bridge.Agents.Streams;

/// <summary>Cuts what an agent sends into lines as it comes. A line ends with LF, CR LF or CR alone.</summary>
internal static class LineReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="bytesMax">Of a line; a longer one is given as null and is the last.</param>
    /// <returns>The lines without their ends, the last one also when nothing ends it.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async IAsyncEnumerable<byte[]?> ReadAsync(
        Stream body, int bytesMax, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(body);
        var (isFirst, isAfterReturn) = (true, false);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(ct);
                var left = read.Buffer;
                while (TryCut(ref left, ref isAfterReturn, read.IsCompleted, out var line))
                {
                    if (line.Length > bytesMax)
                    {
                        yield return null;
                        yield break;
                    }

                    yield return isFirst ? WithoutMark(line.ToArray()) : line.ToArray();
                    isFirst = false;
                }

                if (read.IsCompleted)
                {
                    yield break;
                }

                if (left.Length > bytesMax)
                {
                    yield return null;
                    yield break;
                }

                reader.AdvanceTo(left.Start, left.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryCut(
        ref ReadOnlySequence<byte> left, ref bool isAfterReturn, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (isAfterReturn && !left.IsEmpty)
        {
            left = left.FirstSpan[0] == (byte)'\n' ? left.Slice(1) : left;
            isAfterReturn = false;
        }

        line = left;
        var reader = new SequenceReader<byte>(left);
        if (reader.TryReadToAny(out line, "\n\r"u8, advancePastDelimiter: false))
        {
            isAfterReturn = reader.TryRead(out var end) && end == (byte)'\r';
            left = left.Slice(reader.Position);
            return true;
        }

        line = left;
        left = isLast ? left.Slice(left.End) : left;
        return isLast && !line.IsEmpty;
    }

    private static byte[] WithoutMark(byte[] line) =>
        line.AsSpan().StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
}
