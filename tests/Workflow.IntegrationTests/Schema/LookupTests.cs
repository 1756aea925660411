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

    private const string WaitForIt = """
        select count(*) from pg_locks l join pg_database d on d.oid = l.database
         where d.datname = current_database() and l.locktype = 'advisory' and not l.granted
        """;

    private string _database = null!;
    private NpgsqlDataSource _few = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _few = NpgsqlDataSource.Create(Connections.ForLookups(new NpgsqlConnectionStringBuilder(_database)));
    }

    public async Task DisposeAsync() => await _few.DisposeAsync();

    [Fact]
    public async Task Find_WhenNobodyElseAsks_ReadsTheRowAlone()
    {
        var (lookups, id) = (Of(Echo), Guid.NewGuid());

        Assert.Equal(new Row(id, 1), await lookups.FindAsync(null, id, CancellationToken.None));
        Assert.Null(await lookups.FindAsync(null, Guid.Empty, CancellationToken.None));
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
            found = [.. ids.Select(id => lookups.FindAsync(null, id, CancellationToken.None))];
        }

        Assert.Equal(ids.Select((id, i) => new Row(id, i < 64 ? 64 : 36)), await Task.WhenAll(found));
    }

    [Fact]
    public async Task Find_WhileAStatementIsUnderWay_IsAnsweredByTheNextOne()
    {
        var lookups = Of(
            "select id, cardinality($1) from unnest($1) as w (id) cross join pg_advisory_xact_lock_shared(7)");
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await using var others = NpgsqlDataSource.Create(_database);
        await using var holder = await others.OpenConnectionAsync();
        await ExecuteAsync(holder, "select pg_advisory_lock(7)");

        var before = lookups.FindAsync(null, first, CancellationToken.None);
        while (await ExecuteAsync(holder, WaitForIt) is 0L)
        {
        }

        var meanwhile = lookups.FindAsync(null, second, CancellationToken.None);
        await ExecuteAsync(holder, "select pg_advisory_unlock(7)");

        Assert.Equal(new Row(first, 1), await before);
        Assert.Equal(new Row(second, 1), await meanwhile);
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
            leaves = lookups.FindAsync(null, Guid.NewGuid(), left.Token);
            once = lookups.FindAsync(null, id, CancellationToken.None);
            again = lookups.FindAsync(null, id, CancellationToken.None);
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
            found =
            [
                .. Enumerable.Range(0, 3).Select(
                    _ => lookups.FindAsync(null, Guid.NewGuid(), CancellationToken.None)),
            ];
        }

        foreach (var one in found)
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => one);
            Assert.Equal(PostgresErrorCodes.DivisionByZero, error.SqlState);
        }

        Assert.NotNull(await lookups.FindAsync(null, Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task Find_WhenCallersComeOneByOne_IsNotPlannedAnewForEach()
    {
        var lookups = Of("select run_id, 1 from workflow_runs where run_id = any($1)");
        for (var i = 0; i < 40; i++)
        {
            Assert.Null(await lookups.FindAsync(null, Guid.NewGuid(), CancellationToken.None));
        }

        await Plans.AssertKeptAsync(_few, "where run_id = any($1)");
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private Lookups<Row> Of(string sql) =>
        new(_few, sql, row => new Row(row.GetGuid(0), row.GetInt32(1)), row => row.Id, _ => "somebody");

    private sealed record Row(Guid Id, int Together);
}
