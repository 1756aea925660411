using Workflow.Bench.Stack;

namespace Workflow.Bench.Loads;

/// <summary>Fills the tables with copies of a run that has ended, as if they had been run some days ago, one each ten
/// milliseconds.</summary>
internal static class FinishedRuns
{
    private const int PerStatement = 50_000;

    private static readonly string[] Replaced = ["run_id", "shard", "created_at", "started_at", "completed_at"];

    /// <summary>Adds so many, younger than those that were added before, and brings statistics and visibility up to
    /// date.</summary>
    /// <param name="model">The run that is copied.</param>
    /// <param name="before">How many are there already, of <paramref name="all"/> at the end.</param>
    public static async Task FillAsync(BenchStack stack, Guid model, int before, int all, Action<string> say)
    {
        var runs = await ColumnsAsync(stack, "workflow_runs", Replaced);
        var steps = await ColumnsAsync(stack, "step_executions", "run_id", "started_at", "completed_at");
        for (var done = before; done < all; done += PerStatement)
        {
            var last = Math.Min(done + PerStatement, all);
            await stack.ExecuteAsync(
                $"""
                with copied as materialized (
                    select n, at, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
                                   || substr(md5(random()::text), 1, 3) || '8'
                                   || substr(md5(random()::text), 1, 15))::uuid as id
                      from (select n, now() - interval '10 days' + n * interval '10 ms' as at
                              from generate_series($2 + 1, $3) as n) as moments
                ), runs as (
                    insert into workflow_runs (run_id, shard, created_at, started_at, completed_at, {runs})
                    select c.id, c.n % (select partitions from cluster), c.at, c.at + interval '2 ms',
                           c.at + interval '5 ms', {runs}
                      from copied c, (select * from workflow_runs where run_id = $1) as model
                     order by c.n
                )
                insert into step_executions (run_id, started_at, completed_at, {steps})
                select c.id, c.at + interval '3 ms', c.at + interval '4 ms', {steps}
                  from copied c, (select * from step_executions where run_id = $1) as model
                 order by c.n
                """, model, done, last);
            if (last % (10 * PerStatement) == 0)
            {
                say($"  {last} ended runs");
            }
        }

        await stack.ExecuteAsync("vacuum analyze workflow_runs");
        await stack.ExecuteAsync("vacuum analyze step_executions");
        await stack.ExecuteAsync("checkpoint");
    }

    /// <summary>Runs one to its end, to be copied.</summary>
    public static async Task<Guid> ModelAsync(BenchStack stack)
    {
        await Load.OneByOneAsync(Suite.Stage.EngineOf(stack, Catalog.Of("seq3", Catalog.Local)), 1);
        return await stack.ScalarAsync<Guid>(
            "select run_id from workflow_runs where status = 'COMPLETED' and workflow_name = 'seq3' limit 1");
    }

    /// <summary>The other columns, to be listed in a statement.</summary>
    private static Task<string> ColumnsAsync(BenchStack stack, string table, params string[] without) =>
        stack.ScalarAsync<string>(
            """
            select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
             where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
               and attname <> all($2)
            """, table, without);
}
