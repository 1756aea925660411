using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace Workflow.Bench.Parked;

/// <summary>One measurement of parked runs.</summary>
internal static class ParkedRun
{
    private const int StartsAtOnce = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Document = """
        document: { dsl: '1.0.0', namespace: bench, name: parked, version: '1.0.0' }
        do:
          - sleep:
              wait: ${ .duration }
        """;

    private const string Owners = """
        select count(*) from cluster, generate_series(0, partitions - 1) as n
         where not exists (select from shards s where s.shard = n and s.owner is not null and s.owner <> $1)
        """;

    public static async Task<int> RunAsync(ParkedPlan plan, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = plan.Api };
        await using var runs = new ParkedRuns(plan.Database);
        var workflow = await RegisterAsync(http, ct);
        await CostAsync(runs, "before", ct);

        var model = await StartAsync(http, workflow, TimeSpan.FromDays(30), ct);
        await UntilAsync(() => runs.ScalarAsync<bool>(
            "select wake_at is not null from workflow_runs where run_id = $1", model), ct);
        var watch = Stopwatch.StartNew();
        await runs.AddAsync(model, plan.Runs, added => Say($"  {added} runs, {watch.Elapsed.TotalSeconds:F0} s"), ct);
        await CostAsync(runs, $"with {plan.Runs} parked runs", ct);
        await DueAsync(plan, http, runs, workflow, kill: false, ct);
        if (plan.Kill)
        {
            await DueAsync(plan, http, runs, workflow, kill: true, ct);
            await CostAsync(runs, "after the take-over", ct);
        }

        await http.PostAsJsonAsync($"/api/v1/executions/{model}/cancel", new { reason = "measured" }, ct);
        return 0;
    }

    /// <summary>Starts runs that come due while all the others wait, and tells how late each of them ended.</summary>
    private static async Task DueAsync(
        ParkedPlan plan, HttpClient http, ParkedRuns runs, Guid workflow, bool kill, CancellationToken ct)
    {
        var ids = new List<Guid>();
        foreach (var some in Enumerable.Range(0, plan.Due).Chunk(StartsAtOnce))
        {
            ids.AddRange(await Task.WhenAll(some.Select(_ => StartAsync(http, workflow, plan.Wait, ct))));
        }

        if (kill)
        {
            await KillAsync(runs, ct);
        }

        await UntilAsync(async () => await runs.ScalarAsync<long>(
            "select count(*) from workflow_runs where run_id = any($1) and completed_at is null", ids) == 0, ct);
        var late = await runs.ScalarAsync<double[]>(
            """
            select array_agg(late order by late) from (
                select extract(epoch from completed_at - started_at)::float8 * 1000 - $2 as late
                  from workflow_runs where run_id = any($1)) as r
            """, ids, plan.Wait.TotalMilliseconds);
        Say($"{ids.Count} runs that came due{(kill ? " during the take-over" : "")} ended late by, in ms: "
            + FormattableString.Invariant($"p50 {At(0.5):F0}, p95 {At(0.95):F0}, max {At(1):F0}"));

        double At(double share) => late[(int)((late.Length - 1) * share)];
    }

    private static async Task KillAsync(ParkedRuns runs, CancellationToken ct)
    {
        var victim = await runs.ScalarAsync<string>(
            "select owner from shards where owner is not null group by owner order by count(*) desc, owner limit 1");
        var pid = await runs.ScalarAsync<int>("select pid from consumers where id = $1", victim);
        var watch = Stopwatch.StartNew();
        Process.GetProcessById(pid).Kill();
        await UntilAsync(async () => await runs.ScalarAsync<long>(Owners, victim) == 0, ct);
        Say($"{victim} (pid {pid}) killed; every shard has another owner after {watch.Elapsed.TotalSeconds:F1} s");
    }

    /// <summary>Memory and processor time of each consumer while nothing is due.</summary>
    private static async Task CostAsync(ParkedRuns runs, string when, CancellationToken ct)
    {
        var pids = await runs.ScalarAsync<int[]>(
            "select array_agg(pid) from consumers where kind = 'consumer' and seen_at > now() - interval '10 s'");
        var costs = pids.Where(pid => Directory.Exists($"/proc/{pid}")).Select(pid => new ProcessCpu(pid)).ToList();
        var before = costs.Sum(cost => cost.Seconds);
        var watch = Stopwatch.StartNew();
        await Task.Delay(Idle, ct);
        var spent = (costs.Sum(cost => cost.Seconds) - before) / watch.Elapsed.TotalSeconds;
        var memory = string.Join(", ", costs.Select(
            cost => FormattableString.Invariant($"{cost.ResidentMebibytes:F0}")));
        Say($"{when}: consumers' memory in MiB: {memory}; CPU seconds per second, all of them: "
            + FormattableString.Invariant($"{spent:F3}"));
    }

    private static async Task<Guid> RegisterAsync(HttpClient http, CancellationToken ct)
    {
        using var content = new StringContent(Document, Encoding.UTF8, "application/yaml");
        using var answer = await http.PostAsync("/api/v1/workflows", content, ct);
        return await IdAsync(answer, "id", ct);
    }

    private static async Task<Guid> StartAsync(HttpClient http, Guid workflow, TimeSpan wait, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(
            $"/api/workflows/{workflow}/execute",
            new { input_data = new { duration = XmlConvert.ToString(wait) } }, ct);
        return await IdAsync(answer, "execution_id", ct);
    }

    private static async Task<Guid> IdAsync(HttpResponseMessage answer, string member, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty(member).GetGuid();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"Nothing happened within {Patience}.");
            }

            await Task.Delay(Look, ct);
        }
    }

    private static void Say(string text) => Console.WriteLine(text);
}
