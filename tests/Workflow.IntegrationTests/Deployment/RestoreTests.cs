using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Deployment;

/// <summary>The drill: a backup under load, the database lost, the backup restored beside the broker as it
/// is.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RestoreTests(PostgresFixture postgres)
{
    private const int Before = 30;
    private const int After = 20;

    [Fact]
    public async Task Restore_WhenTheBackupWasMadeUnderLoad_EndsItsRunsAndReportsTheNewerOnes()
    {
        var folder = Directory.CreateTempSubdirectory("workflow-backup-").FullName;
        var lost = await postgres.CreateDatabaseAsync();
        await using var platform = await LocalPlatform.StartAsync(lost);
        await platform.RegisterAgentAsync("Echo", (_, _) => Task.FromResult<object?>(new { done = true }));
        var workflow = await platform.RegisterAsync("""
              - first:
                  call: Echo
              - second:
                  call: Echo
            """);
        var early = platform.StartRunsAsync(workflow, Before);
        await platform.UntilSqlAsync("exists (select from step_executions where status = 'COMPLETED')");
        var file = Path.Combine(folder, "workflow.dump");
        await ScriptAsync("backup.sh", lost, file);
        var all = (await early).Concat(await platform.StartRunsAsync(workflow, After)).ToHashSet();
        await platform.UntilEndedAsync();

        var restored = await postgres.CreateEmptyDatabaseAsync();
        await platform.EndAllAsync();
        Assert.Contains("Newest run: ", await ScriptAsync("restore.sh", restored, file));
        var calls = platform.Agents.Calls.Count;
        // Under a new name the group reads every message that the broker still has.
        await platform.GoOnWithAsync(restored, ("KAFKA_GROUP_ID", "after-the-restore"));

        await platform.UntilEndedAsync();
        var kept = await IdsAsync(platform.Data, "select run_id from workflow_runs where status = 'COMPLETED'");
        Assert.Equal(kept.Count, await platform.ScalarAsync<long>("select count(*) from workflow_runs"));
        var newer = all.Except(kept).ToHashSet();
        Assert.True(newer.Count >= After && kept.Count > 0, $"{kept.Count} kept, {newer.Count} newer");
        await platform.UntilSqlAsync($"""
            (select count(distinct run_id) from dead_letters where reason like 'the run does not exist%')
                = {newer.Count}
            """);
        Assert.Equal(
            newer, await IdsAsync(platform.Data, "select distinct run_id from dead_letters where run_id is not null"));
        Assert.DoesNotContain(platform.Agents.Calls.Skip(calls), call => newer.Contains(call.RunId));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Restore_WhenTheDatabaseIsNotEmpty_ChangesNothing()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await ScriptAsync("restore.sh", await postgres.CreateDatabaseAsync(), "none.dump"));
        Assert.Contains("nothing was changed", refused.Message);
    }

    private static async Task<HashSet<Guid>> IdsAsync(NpgsqlDataSource data, string sql)
    {
        var ids = new HashSet<Guid>();
        await using var command = data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private static async Task<string> ScriptAsync(string script, string connection, string file)
    {
        await using var process = ServiceProcess.Start(
            ["sh", Path.Combine(Built.Root, "deploy/backup", script), file],
            new Dictionary<string, string>
            {
                ["DATABASE_URL"] = UrlOf(connection),
                ["PATH"] = PostgresPrograms.Find() + ':' + Environment.GetEnvironmentVariable("PATH"),
            });
        return await process.WaitForExitAsync() == 0
            ? process.Output
            : throw new InvalidOperationException(process.Output);
    }

    private static string UrlOf(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        var host = Uri.EscapeDataString(parts.Host!);
        var password = parts.Password is { Length: > 0 } text ? $"&password={Uri.EscapeDataString(text)}" : "";
        return $"postgresql:///{parts.Database}?host={host}&port={parts.Port}&user={parts.Username}{password}";
    }
}
