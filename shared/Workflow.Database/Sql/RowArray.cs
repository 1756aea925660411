using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Workflow.Model;

namespace Workflow.Database.Sql;

/// <summary>Rows as PostgreSQL takes an array of values of a composite type: of each row the number of its columns, of
/// each column the number of its type, its length and its bytes (<c>record_recv</c> in PostgreSQL's rowtypes.c). A
/// column of another type than the database has there is refused by it.</summary>
/// <remarks>Put together as it is sent: a value of its own for each row and column, which Npgsql would ask twice, made
/// a sixth of what a flush costs its process. Not thread-safe.</remarks>
/// <param name="type">Name of the type of one row.</param>
internal sealed class RowArray(string type) : IDisposable
{
    private const int Null = -1;

    /// <summary>What PostgreSQL counts microseconds from.</summary>
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;
    private int _row;
    private int _columns;

    public string Type => type;

    /// <summary>Rows that are complete.</summary>
    public int Count { get; private set; }

    /// <summary>All complete rows. Valid until the next one is begun.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Begins a row; its columns follow in the order of the type.</summary>
    public RowArray Begin()
    {
        _row = _length;
        _columns = 0;
        Reserve(2 * sizeof(int));
        return this;
    }

    public void End()
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_row), _length - _row - sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_row + sizeof(int)), _columns);
        Count++;
    }

    public RowArray Uuid(Guid? value)
    {
        const uint Oid = 2950;
        if (value is { } id)
        {
            id.TryWriteBytes(Column(Oid, 16), bigEndian: true, out _);
            return this;
        }

        return Nothing(Oid);
    }

    public RowArray Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Column(21, sizeof(short)), value);
        return this;
    }

    public RowArray Int(int? value)
    {
        const uint Oid = 23;
        if (value is { } number)
        {
            BinaryPrimitives.WriteInt32BigEndian(Column(Oid, sizeof(int)), number);
            return this;
        }

        return Nothing(Oid);
    }

    public RowArray Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Column(20, sizeof(long)), value);
        return this;
    }

    public RowArray Bool(bool value)
    {
        Column(16, 1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    /// <summary>Half a surrogate pair becomes the character that stands for it.</summary>
    public RowArray Text(string? value)
    {
        const uint Oid = 25;
        if (value is not null)
        {
            Encoding.UTF8.GetBytes(value, Column(Oid, Encoding.UTF8.GetByteCount(value)));
            return this;
        }

        return Nothing(Oid);
    }

    public RowArray Bytea(byte[]? value)
    {
        const uint Oid = 17;
        if (value is not null)
        {
            value.CopyTo(Column(Oid, value.Length));
            return this;
        }

        return Nothing(Oid);
    }

    /// <summary>A moment; the greatest and the least are PostgreSQL's <c>infinity</c> and <c>-infinity</c>.</summary>
    public RowArray Time(DateTimeOffset? value)
    {
        const uint Oid = 1184;
        if (value is { } moment)
        {
            BinaryPrimitives.WriteInt64BigEndian(Column(Oid, sizeof(long)), Microseconds(moment));
            return this;
        }

        return Nothing(Oid);
    }

    /// <summary>JSON as it is; an empty payload is null. What is no UTF-8 becomes the character that stands for it:
    /// PostgreSQL would refuse it.</summary>
    public RowArray Json(RawJson value)
    {
        const uint Oid = 114;
        if (value.IsEmpty)
        {
            return Nothing(Oid);
        }

        var text = Mended(value.Utf8.Span);
        text.CopyTo(Column(Oid, text.Length));
        return this;
    }

    /// <summary>As <see cref="Json"/>, for a column of <c>jsonb</c>.</summary>
    public RowArray Jsonb(RawJson value)
    {
        const uint Oid = 3802;
        if (value.IsEmpty)
        {
            return Nothing(Oid);
        }

        var text = Mended(value.Utf8.Span);
        var column = Column(Oid, 1 + text.Length);
        column[0] = 1; // the form's version
        text.CopyTo(column[1..]);
        return this;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private static long Microseconds(DateTimeOffset moment) => moment.UtcTicks switch
    {
        var ticks when ticks == DateTime.MaxValue.Ticks => long.MaxValue,
        var ticks when ticks == DateTime.MinValue.Ticks => long.MinValue,
        var ticks => (ticks - Epoch) / TimeSpan.TicksPerMicrosecond,
    };

    private static ReadOnlySpan<byte> Mended(ReadOnlySpan<byte> json) =>
        Utf8.IsValid(json) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));

    private RowArray Nothing(uint oid)
    {
        Head(oid, Null);
        return this;
    }

    private Span<byte> Column(uint oid, int length)
    {
        Head(oid, length);
        return Reserve(length);
    }

    private void Head(uint oid, int length)
    {
        _columns++;
        var head = Reserve(sizeof(uint) + sizeof(int));
        BinaryPrimitives.WriteUInt32BigEndian(head, oid);
        BinaryPrimitives.WriteInt32BigEndian(head[sizeof(uint)..], length);
    }

    private Span<byte> Reserve(int length)
    {
        var end = checked(_length + length);
        if (end > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(end, 2 * _bytes.Length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        var reserved = _bytes.AsSpan(_length, length);
        _length = end;
        return reserved;
    }
}
