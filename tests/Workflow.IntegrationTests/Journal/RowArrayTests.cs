using System.Text;
using Npgsql;
using Workflow.Database.Schema;
using Workflow.Database.Sql;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>What is sent as an array of rows arrives as it was.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RowArrayTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Moment = new(2026, 5, 4, 14, 0, 0, 123, 456, TimeSpan.FromHours(2));
    private static readonly Guid Id = Guid.Parse("0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55");

    private NpgsqlDataSource _data = null!;

    public async Task InitializeAsync()
    {
        _data = Connections.Open(new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()));
        await using var command = _data.CreateCommand("""
            create type every_kind as (
                id uuid, small smallint, number int, large bigint, flag boolean, words text, bytes bytea,
                moment timestamptz, plain json, parsed jsonb)
            """);
        await command.ExecuteNonQueryAsync();
        await _data.ReloadTypesAsync();
    }

    public async Task DisposeAsync() => await _data.DisposeAsync();

    [Fact]
    public async Task Row_WithAValueOfEveryKind_Arrives()
    {
        using var rows = new RowArray("every_kind");
        rows.Begin().Uuid(Id).Short(short.MinValue).Int(-7).Long(long.MaxValue).Bool(true).Text("Grüße, 世界 😀")
            .Bytea([0, 255, 1]).Time(Moment).Json(RawJson.FromText("""{"b":1, "a":[]}"""))
            .Jsonb(RawJson.FromText("""{"b":1, "a":[]}""")).End();

        Assert.Equal(
            """0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55|-32768|-7|9223372036854775807|t|Grüße, 世界 😀|\x00ff01|"""
            + """2026-05-04 12:00:00.123456+00|{"b":1, "a":[]}|{"a": [], "b": 1}""",
            await ReadAsync(rows));
    }

    [Fact]
    public async Task Row_WithoutAnyValue_IsAllNull()
    {
        using var rows = new RowArray("every_kind");
        rows.Begin().Uuid(null).Short(0).Int(null).Long(0).Bool(false).Text(null).Bytea(null).Time(null).Json(default)
            .Jsonb(default).End();

        Assert.Equal("-|0|-|0|f|-|-|-|-|-", await ReadAsync(rows));
    }

    [Fact]
    public async Task Row_WhoseTextIsNoUtf8_ArrivesWithCharactersThatStandForIt()
    {
        byte[] broken = [.. "\"a"u8, 0xFF, .. "b\""u8];
        using var rows = new RowArray("every_kind");
        rows.Begin().Uuid(null).Short(0).Int(null).Long(0).Bool(false).Text("half \uD83D pair").Bytea([])
            .Time(DateTimeOffset.MaxValue).Json(new RawJson(broken)).Jsonb(new RawJson(broken)).End();
        rows.Begin().Uuid(null).Short(0).Int(null).Long(0).Bool(false).Text("").Bytea(null)
            .Time(DateTimeOffset.MinValue).Json(default).Jsonb(default).End();

        Assert.Equal(
            """
            -|0|-|0|f|half � pair|\x|infinity|"a�b"|"a�b"
            -|0|-|0|f||-|-infinity|-|-
            """,
            await ReadAsync(rows));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3_000_000)]
    [InlineData(5_000, 40)]
    public async Task Rows_HoweverManyAndLarge_Arrive(int count, int size)
    {
        using var rows = new RowArray("every_kind");
        for (var i = 0; i < count; i++)
        {
            rows.Begin().Uuid(Id).Short(1).Int(i).Long(1).Bool(true).Text(new string('x', size)).Bytea(null)
                .Time(Moment).Json(default).Jsonb(default).End();
        }

        await using var connection = await _data.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            select count(*), coalesce(sum(number), 0), coalesce(sum(length(words)), 0)
              from unnest($1::every_kind[]) where moment = $2 and id = $3
            """).AddRows(rows).Add(Moment.UtcDateTime).Add(Id));
        await using var reader = await batch.ExecuteReaderAsync();

        Assert.True(await reader.ReadAsync());
        Assert.Equal(count, reader.GetInt64(0));
        Assert.Equal((long)count * (count - 1) / 2, reader.GetInt64(1));
        Assert.Equal((long)count * size, reader.GetInt64(2));
    }

    [Fact]
    public async Task Row_WhoseColumnIsOfAnotherType_IsRefusedByTheDatabase()
    {
        using var rows = new RowArray("every_kind");
        rows.Begin().Uuid(Id).Short(0).Long(1).Long(0).Bool(false).Text(null).Bytea(null).Time(null).Json(default)
            .Jsonb(default).End();

        var error = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(rows));
        Assert.Equal(PostgresErrorCodes.DatatypeMismatch, error.SqlState);
    }

    /// <summary>A line for each row, a column behind the other; a dash where it is null.</summary>
    private async Task<string> ReadAsync(RowArray rows)
    {
        await using var connection = await _data.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set time zone 'UTC'"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            select concat_ws('|', coalesce(id::text, '-'), small, coalesce(number::text, '-'), large,
                             case when flag then 't' else 'f' end, coalesce(words, '-'), coalesce(bytes::text, '-'),
                             coalesce(moment::text, '-'), coalesce(plain::text, '-'), coalesce(parsed::text, '-'))
              from unnest($1::every_kind[])
            """).AddRows(rows));
        await using var reader = await batch.ExecuteReaderAsync();
        var lines = new StringBuilder();
        while (await reader.ReadAsync())
        {
            lines.Append(lines.Length > 0 ? "\n" : "").Append(reader.GetString(0));
        }

        return lines.ToString();
    }
}
