using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>An API with a database of its own for each test.</summary>
public abstract class ApiTest(PostgresFixture postgres) : IAsyncLifetime
{
    protected ApiHost Api { get; private set; } = null!;

    protected PostgresFixture Postgres { get; } = postgres;

    /// <summary>Settings beside the usual ones.</summary>
    protected virtual string[] Settings => [];

    public async Task InitializeAsync() =>
        Api = await ApiHost.StartAsync(await Postgres.CreateDatabaseAsync(), Settings);

    public async Task DisposeAsync() => await Api.DisposeAsync();
}
