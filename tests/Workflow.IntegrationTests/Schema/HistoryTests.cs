using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Schema;

/// <summary>Every query of docs/history.sql runs on the schema as it is.</summary>
[Collection(PostgresCollection.Name)]
public sealed class HistoryTests(PostgresFixture postgres)
{
    private const string Mark = "-- name: ";

    [Fact]
    public async Task Queries_WhenRun_FitTheSchema()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Built.Root, "docs/history.sql"));
        await using var data = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using (var rows = data.CreateCommand("""
            insert into workflow_runs (run_id, workflow_name, owner_id, status, shard, error, error_message,
                                       created_at, started_at, completed_at, recoveries)
            values (gen_random_uuid(), 'a', 'me', 'FAILED', 0, '{"type": "t"}', 'why', now(), now(), now(), 1)
            """))
        {
            await rows.ExecuteNonQueryAsync();
        }

        var queries = text.Split(Mark).Skip(1).ToList();
        Assert.True(queries.Count >= 10);
        var answered = new List<string>();
        foreach (var query in queries)
        {
            await using var command = data.CreateCommand(query[query.IndexOf('\n')..]);
            await using var reader = await command.ExecuteReaderAsync();
            if (await reader.ReadAsync())
            {
                answered.Add(query[..query.IndexOf('\n')]);
            }
        }

        Assert.Superset(
            new HashSet<string> { "per_day", "success_rate", "errors", "waiting_for_start", "take_overs", "newest" },
            answered.ToHashSet());
    }
}
