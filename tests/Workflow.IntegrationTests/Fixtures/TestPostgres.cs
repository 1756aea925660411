namespace Workflow.IntegrationTests.Fixtures;

/// <summary>The PostgreSQL of a fixture: a process of this machine. With the property <c>Containers</c> the one in the
/// folder Containers takes its place.</summary>
internal sealed class TestPostgres : IAsyncDisposable
{
    private readonly LocalPostgres _local;

    private TestPostgres(LocalPostgres local) => _local = local;

    /// <inheritdoc cref="LocalPostgres.ConnectionString"/>
    public string ConnectionString => _local.ConnectionString;

    public static async Task<TestPostgres> StartAsync() => new(await LocalPostgres.StartAsync());

    public ValueTask DisposeAsync() => _local.DisposeAsync();
}
