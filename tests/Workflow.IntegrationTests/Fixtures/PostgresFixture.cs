using Npgsql;
using Workflow.Database.Schema;
using Xunit;

namespace Workflow.IntegrationTests.Fixtures;

/// <summary>
/// A real PostgreSQL for the test classes of <see cref="PostgresCollection"/>: the server that
/// <c>WORKFLOW_TEST_POSTGRES</c> names, else one started for this run.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>Shard count of every database made here.</summary>
    public const int Partitions = 16;

    private readonly string _prefix = $"workflow_test_{Guid.NewGuid():N}";
    private readonly List<string> _databases = [];
    private TestPostgres? _local;
    private NpgsqlConnectionStringBuilder _server = null!;
    private int _count;

    public async Task InitializeAsync()
    {
        var named = Environment.GetEnvironmentVariable("WORKFLOW_TEST_POSTGRES");
        if (string.IsNullOrEmpty(named))
        {
            _local = await TestPostgres.StartAsync();
            named = _local.ConnectionString;
        }

        _server = DatabaseUrl.Parse(named);
        await ExecuteAsync($"create database {_prefix}");
        _databases.Add(_prefix);
        await using var template = NpgsqlDataSource.Create(ConnectionTo(_prefix, pooling: false));
        await DatabaseSetup.ApplyAsync(template, Partitions, CancellationToken.None);
    }

    /// <summary>Makes a database with the whole schema and nothing in it but the shard count.</summary>
    /// <returns>Its connection string, in Npgsql's form, with a pool of its own.</returns>
    public Task<string> CreateDatabaseAsync() => CreateAsync($"template {_prefix}");

    /// <summary>Makes a database without any table, for tests of the set-up itself.</summary>
    /// <param name="options">Of <c>create database</c>; empty for the usual ones.</param>
    public Task<string> CreateEmptyDatabaseAsync(string options = "") => CreateAsync(options);

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_local is not null)
        {
            await _local.DisposeAsync();
            return;
        }

        foreach (var name in _databases)
        {
            await ExecuteAsync($"drop database if exists {name} with (force)");
        }
    }

    private async Task<string> CreateAsync(string options)
    {
        var name = $"{_prefix}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"create database {name} {options}");
        lock (_databases)
        {
            _databases.Add(name);
        }

        return ConnectionTo(name, pooling: true);
    }

    private string ConnectionTo(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = database, Pooling = pooling }
            .ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(_server.Database!, pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Put <c>[Collection(PostgresCollection.Name)]</c> on a class to get the fixture. The classes of a
/// collection run one by one, beside those of the other collections here, each of which has a server of its
/// own.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "postgres";
}

/// <summary>See <see cref="PostgresCollection"/>. A class belongs to whichever is done sooner, so that all take about
/// as long.</summary>
[CollectionDefinition(Name)]
public sealed class OwnerCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "owners";
}

/// <summary>Mostly classes of the folder Platform, which wait for processes. See <see
/// cref="OwnerCollection"/>.</summary>
[CollectionDefinition(Name)]
public sealed class PlatformCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "platform";
}

/// <summary>Others of them.</summary>
[CollectionDefinition(Name)]
public sealed class SecondPlatformCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "platform-2";
}

/// <summary>The rest of them.</summary>
[CollectionDefinition(Name)]
public sealed class ThirdPlatformCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "platform-3";
}
