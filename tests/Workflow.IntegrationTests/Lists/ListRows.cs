using Npgsql;

namespace Workflow.IntegrationTests.Lists;

/// <summary>Runs to list: five owners, three types, fifty workflows, all statuses, one a second until now. A twentieth
/// is running, all of the same owner.</summary>
internal static class ListRows
{
    public static async Task FillAsync(NpgsqlDataSource database, int rows)
    {
        await using var insert = database.CreateCommand($$"""
            insert into workflow_runs (run_id, workflow_id, workflow_version, workflow_name, owner_id, type, shard,
                                       status, labels, business_key, input_data, output_data, error_message,
                                       total_steps, created_at, started_at, completed_at)
            select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
                    || '8' || substr(md5(n::text), 5, 15))::uuid,
                   case when type <> 'agent'
                        then ('00000000-0000-7000-8000-' || lpad((n % 50)::text, 12, '0'))::uuid end,
                   '1.0.0', case when type = 'agent' then 'Agent' || (n % 7) else 'workflow-' || (n % 50) end,
                   'user-' || (n % 5), type, n % 16, status,
                   case when n % 10 = 1
                        then jsonb_build_object('env', case when n % 20 = 1 then 'prod' else 'test' end,
                                                'customer', (n % 5000)::text)
                        else '{}' end,
                   case when n % 4 = 0 then 'order-' || (n / 12) end, '{"message": "Hello World"}',
                   case when status = 'COMPLETED' then json_build_object('sum', n) end,
                   case when status = 'FAILED' then 'The agent did not answer ' || n end, 3, at,
                   case when status <> 'PENDING' then at + interval '1 s' * (n % 7) end,
                   case when status not in ('PENDING', 'RUNNING') then at + interval '1 s' * (10 + n % 300) end
              from (select n, now() - ({{rows}} - n) * interval '1 s' as at,
                           case when n % 100 < 90 then 'workflow' when n % 100 < 97 then 'pipeline' else 'agent'
                           end as type,
                           case when n > {{rows}} - 200 then 'PENDING'
                                when n > {{rows}} - 500 or n % 20 = 13 then 'RUNNING'
                                when n % 101 = 3 then 'FAILED' when n % 1009 = 7 then 'CANCELLED' else 'COMPLETED'
                           end as status
                      from generate_series(1, {{rows}}) n) as numbered
            """);
        await FillAsync(database, insert);
    }

    /// <summary>Completed runs of one owner's one workflow, one a second.</summary>
    public static async Task FillAlikeAsync(NpgsqlDataSource database, int rows)
    {
        await using var insert = database.CreateCommand($$"""
            insert into workflow_runs (run_id, workflow_name, owner_id, shard, status, input_data, total_steps,
                                       created_at, started_at, completed_at)
            select gen_random_uuid(), 'alike', 'local', n % 16, 'COMPLETED', '{}', 3, at, at, at
              from (select n, now() - n * interval '1 s' as at from generate_series(1, {{rows}}) n) as numbered
            """);
        await FillAsync(database, insert);
    }

    private static async Task FillAsync(NpgsqlDataSource database, NpgsqlCommand insert)
    {
        insert.CommandTimeout = 600;
        await insert.ExecuteNonQueryAsync();
        await using var vacuum = database.CreateCommand("vacuum analyze workflow_runs");
        vacuum.CommandTimeout = 600;
        await vacuum.ExecuteNonQueryAsync();
    }
}
