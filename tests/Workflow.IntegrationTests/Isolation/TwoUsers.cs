using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.OpenApi;
using Xunit;

namespace Workflow.IntegrationTests.Isolation;

/// <summary>An API with accounts and two users who have the same kinds of things: fifty runs each in every status, a
/// workflow, an agent, keys, webhooks and batches. Whatever belongs to one has a word in it that nothing else
/// has.</summary>
public sealed class TwoUsers(PostgresFixture postgres) : IAsyncLifetime
{
    public const int RunsEach = 50;

    public ApiHost Api { get; private set; } = null!;

    public Belongings Alice { get; private set; } = null!;

    public Belongings Bob { get; private set; } = null!;

    public IReadOnlyList<DocumentedRoute> Routes { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Api = await ApiHost.StartWithAccountsAsync(
            await postgres.CreateDatabaseAsync(), "--WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS=60000");
        Routes = DocumentedRoute.AllOf(await (await Api.Http.GetAsync("/openapi/v1.json")).JsonAsync());
        Alice = await Belongings.MakeAsync(Api, "alice");
        Bob = await Belongings.MakeAsync(Api, "bob");
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();

    /// <summary>Everything in the database that belongs to a user, as one number.</summary>
    public async Task<string> ChecksumAsync(string user)
    {
        var tables = new List<string>();
        await using (var command = Api.Database.CreateCommand("""
            select table_name::text from information_schema.columns
             where table_schema = 'public' and column_name = 'owner_id' and table_name not like 'run\_%'
             order by 1
            """))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var parts = tables.Select(table => $"""
            (select coalesce(md5(string_agg(t::text, '' order by t::text)), '')
               from {table} t where owner_id = '{user}')
            """);
        return (await Api.QueryAsync<string>($"""
            select concat({string.Join(", ", parts)}, (
                select coalesce(md5(string_agg(s::text, '' order by s::text)), '')
                  from step_executions s join workflow_runs r using (run_id) where r.owner_id = '{user}'), (
                select count(*) from run_inbox i join workflow_runs r using (run_id) where r.owner_id = '{user}'))
            """))!;
    }
}
