using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>Operator verbs with everything real.</summary>
[Collection(OwnerCollection.Name)]
public sealed class DecidePlatformTests(VerbPlatform shared) : IClassFixture<VerbPlatform>
{
    private LocalPlatform Platform => shared.Local;

    [Fact]
    public async Task R6_Complete_WhenAnAgentHangs_TheRunGoesOnAndTheCallIsBrokenOff()
    {
        var told = new TaskCompletionSource();
        await Platform.RegisterAgentAsync("Hanging", async (_, ct) =>
        {
            await using var on = ct.Register(told.SetResult);
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        });
        var workflow = await Platform.RegisterAsync("""
              - stuck: { call: Hanging }
              - next: { set: { was: '${ .by }' } }
            """, "hanging");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilAsync("the agent is asked", () => Task.FromResult(
            Platform.Agents.Calls.Any(call => call.RunId == run)));

        var answer = await Platform.VerbAsync(
            run, "steps/complete", new { step = "stuck", output = new { by = "me" } }, 202);

        Assert.Equal("/do/0/stuck", answer.GetProperty("step_path").GetString());
        await Platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal("me local", await Platform.ScalarAsync<string>($"""
            select (r.output_data ->> 'was') || ' ' || (s.metadata ->> 'decided_by')
              from workflow_runs r join step_executions s using (run_id)
             where run_id = '{run}' and s.step_id = 'stuck'
            """));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, await Platform.ScalarAsync<long>(
            $"select count(*) from run_inbox where run_id = '{run}' and read_at is null"));
    }

    [Fact]
    public async Task Verb_WhenTheRunIsParkedInAWaitOrWaitsForAChild_EndsTheStepAtOnce()
    {
        var slow = await HeldAgent.RegisterAsync(Platform, "SlowChild");
        await Platform.RegisterAsync("  - only: { call: SlowChild }", "slow-child");
        var workflow = await Platform.RegisterAsync("""
              - nap: { wait: { hours: 1 } }
              - child: { run: { workflow: { namespace: tests, name: slow-child, version: '1.0.0' } } }
              - safe:
                  try: [ { broken: { call: SlowChild } } ]
                  catch: { errors: { with: { status: 504 } }, do: [ { caught: { set: { caught: true } } } ] }
            """, "operated");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilSqlAsync($"wake_at is not null from workflow_runs where run_id = '{run}'");
        await Platform.VerbAsync(run, "steps/skip", new { step = "nap" }, 202);
        await Platform.UntilStepAsync(run, "child", "RUNNING");
        await Platform.UntilSqlAsync($"exists (select from workflow_runs where parent_run_id = '{run}')");
        await Platform.VerbAsync(run, "steps/complete", new { step = "child" }, 202);
        await Platform.UntilStepAsync(run, "broken", "RUNNING");
        await Platform.VerbAsync(run, "steps/fail", new { step = "broken", error = new { status = 504 } }, 202);

        await Platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal(
            "nap SKIPPED, child COMPLETED, safe COMPLETED, broken FAILED, caught COMPLETED",
            await Platform.ScalarAsync<string>($"""
                select string_agg(step_id || ' ' || status, ', ' order by began_revision, length(step_path), step_path)
                  from step_executions where run_id = '{run}'
                """));
        await Platform.UntilSqlAsync(
            $"status = 'CANCELLED' from workflow_runs where parent_run_id = '{run}'");
        slow.Release();
    }
}
