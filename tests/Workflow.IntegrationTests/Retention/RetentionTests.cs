using Workflow.Api.Retention;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Retention;

/// <summary>Ended runs go when their time is over, and nothing else does.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RetentionTests(PostgresFixture postgres)
{
    private static readonly string[] Kept = ["agent_logs", "open_approvals", "run_inbox", "step_executions"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Runs_WhenTheirTimeIsOver_AreTakenAwayWithAllTheirsAndNoOthers(bool isArchived)
    {
        await using var api = await ApiHost.StartAsync(
            await postgres.CreateDatabaseAsync(), "--WORKFLOW_RETENTION_COMPLETED_DAYS=30",
            "--WORKFLOW_RETENTION_CANCELLED_DAYS=90",
            $"--WORKFLOW_RETENTION_THEN={(isArchived ? "archive" : "delete")}",
            "--WORKFLOW_RETENTION_ROWS=2", "--WORKFLOW_RETENTION_LOOK_MS=2000000000");
        var service = api.Service<RetentionService>();

        // Its own first look might come between the rows and the test's.
        await service.StopAsync(CancellationToken.None);

        // Name: status, days since its end, its parent.
        await api.ExecuteAsync("""
            create temporary table wanted as
            select * from (values
                ('old-a', 'ann', 'COMPLETED', 31, null), ('old-b', 'ben', 'COMPLETED', 31, null),
                ('old-c', 'ben', 'CANCELLED', 91, null), ('old-d', 'cid', 'COMPLETED', 400, null),
                ('old-e', 'cid', 'COMPLETED', 40, 'old-d'), ('young', 'ann', 'COMPLETED', 29, null),
                ('cancelled', 'ben', 'CANCELLED', 89, null), ('failed', 'cid', 'FAILED', 4000, null),
                ('child', 'cid', 'COMPLETED', 31, 'open'), ('open', 'cid', 'RUNNING', null, null),
                ('waiting', 'ann', 'PENDING', null, null)) as w (name, owner, status, days, parent);
            insert into workflow_runs (run_id, workflow_name, owner_id, status, shard, created_at, started_at,
                                       completed_at, parent_run_id, output_data)
            select md5(name)::uuid, name, owner, status, 0, now() - interval '9 years',
                   now() - interval '9 years', now() - days * interval '1 day', md5(parent)::uuid, '{"a": "\u0000"}'
              from wanted;
            insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, began_revision)
            select md5(name)::uuid, '/do/' || n || '/s', 's', 'wait', 'COMPLETED', now(), n
              from wanted cross join generate_series(0, 1) n;
            insert into run_inbox (run_id, kind, unique_key, shard)
            select md5(name)::uuid, 'signal', 'x', 0 from wanted;
            insert into open_approvals (run_id, step_path, iteration, attempt, step_id, owner_id, shard, title, prompt,
                                        requested_at)
            select md5(name)::uuid, '/do/0/s', '0', 1, 's', owner, 0, 't', 'p', now() from wanted;
            insert into agent_logs (task_id, logged_at, source_offset, line, run_id, kind, bytes)
            select md5(name)::uuid, now(), 1, 0, md5(name)::uuid, 'log', 1 from wanted
            """);

        Assert.Equal(5, await service.TakeOnceAsync(CancellationToken.None));
        Assert.Equal(0, await service.TakeOnceAsync(CancellationToken.None));

        Assert.Equal(
            "cancelled child failed open waiting young",
            await api.QueryAsync<string>(
                "select string_agg(workflow_name, ' ' order by workflow_name) from workflow_runs"));
        foreach (var table in Kept)
        {
            Assert.Equal(6, await api.QueryAsync<long>($"select count(distinct run_id) from {table}"));
        }

        Assert.Equal(isArchived ? "old-a old-b old-c old-d old-e" : "", await api.QueryAsync<string>("""
            select coalesce(string_agg(workflow_name, ' ' order by workflow_name), '') from archived_runs
             where run::text like '%"status":"' || status || '"%' and position('"\u0000"' in run::text) > 0
               and json_array_length(steps) = 2 and steps->0->>'step_path' = '/do/0/s'
            """));
    }
}
