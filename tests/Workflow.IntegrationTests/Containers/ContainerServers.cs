using Testcontainers.Kafka;
using Testcontainers.PostgreSql;
using Xunit;

namespace Workflow.IntegrationTests.Containers;

/// <summary>Apache Kafka and PostgreSQL in containers of this test run, for the classes of <see
/// cref="ContainerCollection"/>.</summary>
public sealed class ContainerServers : IAsyncLifetime
{
    private readonly KafkaContainer _kafka = new KafkaBuilder().Build();
    private readonly PostgreSqlContainer _postgres = NewPostgres();

    /// <summary>host:port, as KAFKA_BROKERS wants it.</summary>
    public string Brokers => new Uri(_kafka.GetBootstrapAddress()).Authority;

    /// <summary>Connects to an empty database, in Npgsql's form.</summary>
    public string Database => _postgres.GetConnectionString();

    /// <summary>A server with room for all connections of the suite.</summary>
    internal static PostgreSqlContainer NewPostgres() => new PostgreSqlBuilder()
        .WithImage("postgres:17")
        .WithCommand("-c", "max_connections=300")
        .Build();

    public Task InitializeAsync() => Task.WhenAll(_kafka.StartAsync(), _postgres.StartAsync());

    public async Task DisposeAsync()
    {
        await _kafka.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}

/// <summary>Classes that need real servers and nothing else.</summary>
[CollectionDefinition(Name)]
public sealed class ContainerCollection : ICollectionFixture<ContainerServers>
{
    public const string Name = "containers";
}
