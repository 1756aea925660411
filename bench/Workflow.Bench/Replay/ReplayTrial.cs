using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Replay;

/// <summary>W9: how soon a long run goes on once it has another owner, who has to come by all its recorded steps
/// first.</summary>
internal static class ReplayTrial
{
    private const int Steps = 5_000;
    private const int Times = 5;
    private const int TriesMost = 3;
    private const int WarmUpShort = 600;
    private const int WarmUpLong = 16;

    /// <summary>Shorter than it takes to find a dead consumer, so that it is over when there is a new owner; and too
    /// short to leave memory.</summary>
    private const string Pause = "PT2S";

    private const string Waits = """
        select exists (select from step_executions
                        where run_id = $1 and step_id = 'pause' and status = 'RUNNING')
        """;

    private const string OwnerOf = """
        select s.owner from workflow_runs r join shards s on s.shard = r.shard where r.run_id = $1
        """;

    // How long ago the shard was taken, or the wait was over if that came later, at the moment of the look.
    private const string Ended = """
        select case when r.status = 'COMPLETED' then extract(epoch from clock_timestamp() - greatest(
                   s.taken_at, (select (e.metadata ->> 'until')::timestamptz from step_executions e
                                 where e.run_id = r.run_id and e.step_id = 'pause')))::float8 * 1000 else -1 end
          from workflow_runs r join shards s on s.shard = r.shard where r.run_id = $1
        """;

    private static readonly Definition Long = new("replayed", "", Steps + 1, $$"""
          - loop:
              for: { each: item, in: '${ [range({{Steps - 1}})] }' }
              do:
                - step: { set: { item: '${ $item }' } }
          - pause: { wait: {{Pause}} }
        """);

    public static async Task RunAsync(SuitePlan plan, StackPlan place, FigureBook book, CancellationToken ct)
    {
        await using var stack = await Stage.OpenAsync(place, consumers: 2, ct);
        await Stage.RegisterAsync(stack, Long);
        var times = new List<double>();
        while (times.Count < Times)
        {
            await stack.ConsumersAsync(2, ct);
            await WarmAsync(stack);
            times.Add(await OnceAsync(stack, ct));
        }

        book.Keep("W9", $"{Steps} steps",
        [
            ("ms from owner to progress, median", Series.Median(times)), ("ms, least", times.Min()),
            ("ms, most", times.Max()),
        ]);
    }

    /// <summary>Gives both consumers something to do: one of them is new, and the other may be the next to
    /// die.</summary>
    private static async Task WarmAsync(BenchStack stack)
    {
        await Load.ClosedAsync(Stage.EngineOf(stack, Catalog.Of("seq3", Catalog.Local)), WarmUpShort);
        await Load.ClosedAsync(Stage.EngineOf(stack, Long), WarmUpLong);
    }

    private static async Task<double> OnceAsync(BenchStack stack, CancellationToken ct)
    {
        using var client = await Stage.EngineOf(stack, Long).ConnectAsync();
        for (var attempt = 1; attempt <= TriesMost; attempt++)
        {
            var run = await client.StartAsync();
            while (!await stack.ScalarAsync<bool>(Waits, run))
            {
                await Task.Delay(5, ct);
            }

            var victim = await stack.ScalarAsync<string>(OwnerOf, run);
            await stack.KillConsumerAsync(victim);
            double ended;
            while ((ended = await stack.ScalarAsync<double>(Ended, run)) < 0)
            {
                await Task.Delay(2, ct);
            }

            if (await stack.ScalarAsync<long>(
                "select count(*) from step_executions where run_id = $1 and status = 'COMPLETED'", run) != Long.Steps)
            {
                throw new InvalidOperationException($"Run {run} has not recorded {Long.Steps} steps.");
            }

            if (await stack.ScalarAsync<string>(OwnerOf, run) != victim)
            {
                return ended;
            }

            await stack.ConsumersAsync(2, ct);
        }

        throw new InvalidOperationException("The owner always was too fast.");
    }
}
