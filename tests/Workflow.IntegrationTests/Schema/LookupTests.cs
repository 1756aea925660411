using Npgsql;
using Workflow.Database.Queries;
using Workflow.Database.Schema;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Schema;

/// <summary>Rows that many callers look up at the same time.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LookupTests(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>A row for each id but the empty one; it tells how many were asked for together.</summary>
    private const string Echo =
        "select id, cardinality($1) from unnest($1) as w (id) where id <> '00000000-0000-0000-0000-000000000000'";

    private NpgsqlDataSource _few = null!;

    public async Task InitializeAsync() => _few = NpgsqlDataSource.Create(
        Connections.ForLookups(new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync())));

    public async Task DisposeAsync() => await _few.DisposeAsync();

    [Fact]
    public async Task Find_WhenNobodyElseAsks_ReadsTheRowAlone()
    {
        var (lookups, id) = (Of(Echo), Guid.NewGuid());

        Assert.Equal(new Row(id, 1), await lookups.FindAsync(id, CancellationToken.None));
        Assert.Null(await lookups.FindAsync(Guid.Empty, CancellationToken.None));
    }

    [Fact]
    public async Task Find_WhileAllConnectionsAreBusy_SharesStatementsOfSixtyFourRows()
    {
        var lookups = Of(Echo);
        var ids = Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()).ToList();
        Task<Row?>[] found;
        await using (await _few.OpenConnectionAsync())
        await using (await _few.OpenConnectionAsync())
        {
            found = [.. ids.Select(id => lookups.FindAsync(id, CancellationToken.None))];
        }

        Assert.Equal(ids.Select((id, i) => new Row(id, i < 64 ? 64 : 36)), await Task.WhenAll(found));
    }

    [Fact]
    public async Task Find_WhenTheSameRowIsAskedForTwiceOrACallerLeaves_TellsWhoeverWaits()
    {
        var (lookups, id) = (Of(Echo), Guid.NewGuid());
        using var left = new CancellationTokenSource();
        Task<Row?> once, again, leaves;
        await using (await _few.OpenConnectionAsync())
        await using (await _few.OpenConnectionAsync())
        {
            leaves = lookups.FindAsync(Guid.NewGuid(), left.Token);
            once = lookups.FindAsync(id, CancellationToken.None);
            again = lookups.FindAsync(id, CancellationToken.None);
            await left.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        }

        Assert.Equal(new Row(id, 3), await once);
        Assert.Equal(new Row(id, 3), await again);
    }

    [Fact]
    public async Task Find_WhenTheStatementFails_TellsEveryCallerAndTheNextOneIsReadAnew()
    {
        var lookups = Of("select id, 1 / (3 - cardinality($1)) from unnest($1) as w (id)");
        Task<Row?>[] found;
        await using (await _few.OpenConnectionAsync())
        await using (await _few.OpenConnectionAsync())
        {
            found = [.. Enumerable.Range(0, 3).Select(_ => lookups.FindAsync(Guid.NewGuid(), CancellationToken.None))];
        }

        foreach (var one in found)
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => one);
            Assert.Equal(PostgresErrorCodes.DivisionByZero, error.SqlState);
        }

        Assert.NotNull(await lookups.FindAsync(Guid.NewGuid(), CancellationToken.None));
    }

    private Lookups<Row> Of(string sql) =>
        new(_few, sql, row => new Row(row.GetGuid(0), row.GetInt32(1)), row => row.Id);

    private sealed record Row(Guid Id, int Together);
}
