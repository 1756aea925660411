using System.Net.Http.Json;
using Workflow.IntegrationTests.Bridge;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>Retry and rerun with everything real: the new run carries on, and agents see nothing twice.</summary>
[Collection(OwnerCollection.Name)]
public sealed class RetryPlatformTests(VerbPlatform shared) : IClassFixture<VerbPlatform>
{
    private const string Nested = """
          - nap: { wait: { milliseconds: 10 } }
          - each:
              for: { each: item, in: '${ [range(3)] }' }
              do:
                - work: { call: Work, with: { at: '${ $item }' } }
                - safe:
                    try: [ { flaky: { call: Flaky, with: { at: '${ $item }' } } } ]
                    catch: { retry: { limit: { attempt: { count: 1 } } } }
          - both:
              fork:
                branches:
                  - left: { call: Work, with: { at: left } }
                  - right: { do: [ { route: { switch: [ { always: { then: end } } ] } } ] }
          - child: { run: { workflow: { namespace: tests, name: below, version: '1.0.0' } } }
          - choose: { switch: [ { go: { then: last } } ] }
          - never: { raise: { error: { type: 'urn:never', status: 500 } } }
          - last: { call: Work, with: { at: last } }
        """;

    private LocalPlatform Platform => shared.Local;

    [Fact]
    public async Task Attempt_WhenTheOneBeforeReportedACheckpoint_IsGivenIt()
    {
        await using var agent = await TestAgent.StartAsync();
        using var put = await Platform.Http.PutAsJsonAsync(
            "/api/v1/agents/Paging", new { endpoint = $"{agent.Url}/x" });
        Assert.True(put.IsSuccessStatusCode);
        var workflow = await Platform.RegisterAsync("""
              - safe:
                  try: [ { pages: { call: Paging } } ]
                  catch: { retry: { limit: { attempt: { count: 1 } } } }
            """, "paging");
        var run = await Platform.StartRunAsync(workflow);

        (await agent.NextAsync()).ReplyLines("{\"checkpoint\":{\"page\":3}}\n{\"error\":{\"status\":503}}\n");
        var second = await agent.NextAsync();
        second.Reply("\"done\"");
        await Platform.UntilStatusAsync(run, "COMPLETED");

        Assert.Equal(3, second.Body.GetProperty("checkpoint").GetProperty("page").GetInt32());
        await Platform.UntilSqlAsync(
            $"exists (select from step_executions where run_id = '{run}' and step_path like '%/pages' "
            + """and attempt = 1 and checkpoint::text = '{"page":3}')""");
    }

    [Fact]
    public async Task R3_Retry_WhenAnIterationAndLaterTheChildFail_CarriesOnEachTimeAndRepeatsNothing()
    {
        var broken = "1";
        await Platform.RegisterAgentAsync("Work", (call, _) => Task.FromResult<object?>(call.Input));
        await Platform.RegisterAgentAsync("Flaky", (call, _) => Input(call) == broken
            ? throw new InvalidOperationException("broken")
            : Task.FromResult<object?>(new { }));
        await Platform.RegisterAsync("""
              - below: { call: Flaky, with: { at: below } }
            """, "below");
        var workflow = await Platform.RegisterAsync(Nested.Replace("then: end", "then: exit"), "nested");
        var first = await Platform.StartRunAsync(workflow);
        await Platform.UntilStatusAsync(first, "FAILED");

        broken = "below";
        var second = await RetryAsync(first);
        await Platform.UntilStatusAsync(second, "FAILED");
        broken = "";
        var third = await RetryAsync(second);
        await Platform.UntilStatusAsync(third, "COMPLETED");

        var calls = Platform.Agents.Calls.Where(call => call.Agent is "Work" or "Flaky").ToList();
        Assert.Equal(
            "Flaky 0|Flaky 1|Flaky 1|Flaky 1|Flaky 2|Flaky below|Flaky below|Work 0|Work 1|Work 2|Work last|Work left",
            string.Join('|', calls.Select(call => $"{call.Agent} {Input(call)}").Order(StringComparer.Ordinal)));
        Assert.Equal(0, await Platform.ScalarAsync<long>($"""
            select count(*) from step_executions where run_id = '{third}' and status not in ('COMPLETED')
            """));
        Assert.Equal($"{first} {second}", await Platform.ScalarAsync<string>($"""
            select string_agg(distinct metadata ->> 'inherited_from', ' ' order by metadata ->> 'inherited_from')
              from step_executions where run_id = '{third}'
            """));
    }

    [Fact]
    public async Task R3_Rerun_FromAStepInALoop_CallsFromThereOn()
    {
        await Platform.RegisterAgentAsync("Count", (call, _) => Task.FromResult<object?>(call.Input));
        var workflow = await Platform.RegisterAsync("""
              - before: { call: Count, with: { at: before } }
              - each:
                  for: { each: item, in: '${ [range(3)] }' }
                  do: [ { one: { call: Count, with: { at: '${ $item }' } } } ]
              - after: { call: Count, with: { at: after } }
            """, "counted");
        var first = await Platform.StartRunAsync(workflow);
        await Platform.UntilStatusAsync(first, "COMPLETED");

        var answer = await Platform.VerbAsync(first, "rerun", new { from_step = "one", iteration = "1" }, 202);
        var second = answer.GetProperty("execution_id").GetGuid();
        await Platform.UntilStatusAsync(second, "COMPLETED");

        Assert.Equal(2, answer.GetProperty("inherited_steps").GetInt32());
        Assert.Equal("1 2 after", string.Join(' ', Platform.Agents.Calls
            .Where(call => call.RunId == second).Select(Input)));
    }

    [Fact]
    public async Task Retry_WhenTheRunWasCancelledInACall_MakesTheCallAgain()
    {
        var held = await HeldAgent.RegisterAsync(Platform, "Held");
        var workflow = await Platform.RegisterAsync("  - only: { call: Held }", "held");
        var first = await Platform.StartRunAsync(workflow);
        await Platform.UntilAsync("the agent is asked", () => Task.FromResult(held.Calls == 1));
        var cancelled = await Platform.VerbAsync(first, "cancel");
        Assert.Equal("waiting_for_agent", cancelled.GetProperty("stage").GetString());

        held.Release();
        var second = await RetryAsync(first);

        await Platform.UntilStatusAsync(second, "COMPLETED");
        Assert.Equal(2, held.Calls);
        Assert.Equal("CANCELLED", await Platform.ScalarAsync<string>(
            $"select status from workflow_runs where run_id = '{first}'"));
    }

    private static string Input(AgentCallSeen call) => call.Input.GetProperty("at").ToString();

    private async Task<Guid> RetryAsync(Guid run) =>
        (await Platform.VerbAsync(run, "retry", status: 202)).GetProperty("execution_id").GetGuid();
}
