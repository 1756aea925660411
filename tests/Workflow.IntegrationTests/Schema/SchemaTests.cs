using Npgsql;
using Workflow.Database.Schema;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Schema;

/// <summary>What people find who read the tables with psql.</summary>
[Collection(OwnerCollection.Name)]
public sealed class SchemaTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("col_description(c.oid, a.attnum) is null", "column without a comment")]
    [InlineData("a.atttypid = 'timestamp'::regtype", "time without a zone")]
    public async Task Table_WhenReadByPeople_SaysWhatItMeans(string condition, string fault)
    {
        await using var data = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var command = data.CreateCommand($"""
            select coalesce(string_agg(c.relname || '.' || a.attname, ', '), '')
              from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
               and c.relname <> '__EFMigrationsHistory' and {condition}
            """);

        Assert.Equal((fault, ""), (fault, (string)(await command.ExecuteScalarAsync())!));
    }

    [Theory]
    [InlineData("runs_per_day")]
    [InlineData("slowest_steps")]
    [InlineData("failures_by_agent")]
    [InlineData("run_payloads")]
    public async Task View_WhenAsked_Answers(string view)
    {
        await using var data = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var command = data.CreateCommand($"select count(*) from {view}");

        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("min", PostgresErrorCodes.DuplicateTable)]
    [InlineData("max", null)]
    public async Task Setup_WhenAMigrationWasNotApplied_AppliesIt(string which, string? refusal)
    {
        await using var data = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var forget = data.CreateCommand($"""
            delete from "__EFMigrationsHistory"
             where "MigrationId" = (select {which}("MigrationId") from "__EFMigrationsHistory")
            returning "MigrationId"
            """);
        var forgotten = (string)(await forget.ExecuteScalarAsync())!;

        // The first one cannot be applied twice, the last one can.
        var error = await Record.ExceptionAsync(
            () => DatabaseSetup.ApplyAsync(data, PostgresFixture.Partitions, CancellationToken.None));

        await using var known = data.CreateCommand(
            """select count(*) from "__EFMigrationsHistory" where "MigrationId" = $1""");
        known.Parameters.AddWithValue(forgotten);
        Assert.Equal(refusal, (error as PostgresException)?.SqlState);
        Assert.Equal(refusal is null ? 1L : 0L, await known.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Setup_WhenNothingIsMissing_KeepsTheShardCountOfTheCluster()
    {
        await using var data = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());

        var partitions = await DatabaseSetup.ApplyAsync(data, PostgresFixture.Partitions + 1, CancellationToken.None);

        Assert.Equal(PostgresFixture.Partitions, partitions);
    }
}
