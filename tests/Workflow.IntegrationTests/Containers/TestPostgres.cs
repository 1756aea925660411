using Testcontainers.PostgreSql;
using Workflow.IntegrationTests.Containers;

namespace Workflow.IntegrationTests.Fixtures;

/// <summary>The PostgreSQL of a fixture: in a container.</summary>
internal sealed class TestPostgres : IAsyncDisposable
{
    private readonly PostgreSqlContainer _container = ContainerServers.NewPostgres();

    /// <summary>Connects to the maintenance database as superuser.</summary>
    public string ConnectionString => _container.GetConnectionString();

    public static async Task<TestPostgres> StartAsync()
    {
        var server = new TestPostgres();
        await server._container.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
