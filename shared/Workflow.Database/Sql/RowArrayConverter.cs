using Npgsql;
using Npgsql.Internal;
using Npgsql.Internal.Postgres;

#pragma warning disable NPG9001 // Npgsql's interface for types of one's own may still change.

namespace Workflow.Database.Sql;

/// <summary>Sends a <see cref="RowArray"/>: the head of an array, then its rows as they are.</summary>
/// <param name="row">The type of a row, by the number that this database has given it.</param>
internal sealed class RowArrayConverter(PgTypeId row) : PgStreamingConverter<RowArray>
{
    /// <summary>Dimensions, whether there are nulls, type; then, of the only dimension, its length and the number of
    /// its first element.</summary>
    private const int HeadSize = 5 * sizeof(int);

    /// <summary>An array without elements has no dimension.</summary>
    private const int EmptySize = 3 * sizeof(int);

    public static void AddTo(NpgsqlDataSourceBuilder builder) => builder.AddTypeInfoResolverFactory(new Factory());

    public override Size GetSize(SizeContext context, RowArray value, ref object? writeState) =>
        value.Count == 0 ? EmptySize : HeadSize + value.Bytes.Length;

    public override void Write(PgWriter writer, RowArray value)
    {
        if (writer.ShouldFlush(HeadSize))
        {
            writer.Flush();
        }

        WriteHead(writer, value.Count);
        writer.WriteBytes(value.Bytes.Span);
    }

    public override async ValueTask WriteAsync(
        PgWriter writer, RowArray value, CancellationToken cancellationToken = default)
    {
        if (writer.ShouldFlush(HeadSize))
        {
            await writer.FlushAsync(cancellationToken);
        }

        WriteHead(writer, value.Count);
        await writer.WriteBytesAsync(value.Bytes, cancellationToken);
    }

    /// <exception cref="NotSupportedException">Always: rows are only sent.</exception>
    public override RowArray Read(PgReader reader) => throw new NotSupportedException("Rows are only sent.");

    /// <exception cref="NotSupportedException">Always: rows are only sent.</exception>
    public override ValueTask<RowArray> ReadAsync(PgReader reader, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Rows are only sent.");

    private void WriteHead(PgWriter writer, int count)
    {
        writer.WriteInt32(count == 0 ? 0 : 1);
        writer.WriteInt32(0);
        writer.WriteAsOid(row);
        if (count > 0)
        {
            writer.WriteInt32(count);
            writer.WriteInt32(1);
        }
    }

    /// <summary>Knows a <see cref="RowArray"/> as an array of any type.</summary>
    private sealed class Factory : PgTypeInfoResolverFactory, IPgTypeInfoResolver
    {
        public override IPgTypeInfoResolver CreateResolver() => this;

        public override IPgTypeInfoResolver? CreateArrayResolver() => null;

        public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options)
        {
            if (type != typeof(RowArray) || dataTypeName is not { IsArray: true } rows)
            {
                return null;
            }

            var row = options.GetArrayElementTypeId(rows);
            return new PgTypeInfo(options, new RowArrayConverter(row), rows, type) { SupportsReading = false };
        }
    }
}
