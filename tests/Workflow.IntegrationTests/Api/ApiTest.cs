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

    /// <summary>Whether callers need a token: <c>Api.As("alice")</c>.</summary>
    protected virtual bool HasAccounts => false;

    public async Task InitializeAsync()
    {
        var database = await Postgres.CreateDatabaseAsync();
        Api = HasAccounts
            ? await ApiHost.StartWithAccountsAsync(database, Settings)
            : await ApiHost.StartAsync(database, Settings);
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();
}

/// <summary>An API with accounts and a database of its own for all tests of a class.</summary>
public sealed class AccountApi(PostgresFixture postgres) : ApiTest(postgres)
{
    public ApiHost Host => Api;

    protected override bool HasAccounts => true;

    protected override string[] Settings => ["--WORKFLOW_API_HEALTH_TIMEOUT_MS=60000"];
}

/// <summary>An API with a database of its own for all tests of a class, with low limits.</summary>
public sealed class SmallApi(PostgresFixture postgres) : ApiTest(postgres)
{
    public ApiHost Host => Api;

    protected override string[] Settings => ["--WORKFLOW_API_BODY_BYTES_MAX=2048", "--WORKFLOW_API_JSON_DEPTH_MAX=5"];
}
