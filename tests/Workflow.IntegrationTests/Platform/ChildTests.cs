using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Runs that run other workflows.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ChildTests(PostgresFixture postgres)
{
    private const string Doubling = """
          - double:
              set: { n: '${ .n * 2 }' }
        """;

    private const string Parent = """
          - child:
              run: { workflow: { namespace: tests, name: child, version: latest, input: { n: '${ .n }' } } }
          - after:
              set: { answer: '${ .n }' }
        """;

    [Fact]
    public async Task R1_Child_WhenItCompletes_TheParentGoesOnWithItsOutput()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await platform.RegisterAsync(Doubling, "child");
        var workflow = await platform.RegisterAsync(Parent, "parent");

        var run = await platform.StartRunAsync(workflow, new { n = 21 });

        await platform.UntilEndedAsync();
        Assert.Equal("""{"answer":42}""", await platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{run}'"));
        Assert.Equal("child|1.0.0|local|1|COMPLETED|sub_workflow", await platform.ScalarAsync<string>(
            "select concat_ws('|', c.workflow_name, c.workflow_version, c.owner_id, c.nesting, c.status, " +
            "s.step_type) from workflow_runs c join step_executions s on s.run_id = c.parent_run_id " +
            "and s.task_id = c.parent_task_id and s.metadata ->> 'child_run_id' = c.run_id::text " +
            $"where c.parent_run_id = '{run}'"));
        Assert.Equal(0, await platform.ScalarAsync<long>("select count(*) from run_inbox where read_at is null"));
    }

    [Fact]
    public async Task Child_WhenItFails_TheParentCatchesItsError()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await platform.RegisterAsync(
            "  - no: { raise: { error: { type: https://example.com/no, status: 418, title: No. } } }", "child");
        var workflow = await platform.RegisterAsync("""
              - safe:
                  try:
                    - child: { run: { workflow: { namespace: tests, name: child, version: 1.0.0 } } }
                  catch:
                    errors: { with: { type: https://example.com/no, status: 418 } }
                    as: why
                    do:
                      - seen: { set: { at: '${ $why.instance }' } }
            """, "parent");

        await platform.StartRunAsync(workflow);

        await platform.UntilEndedAsync();
        Assert.Equal("""{"at":"/do/0/safe/try/0/child"}""", await platform.ScalarAsync<string>(
            "select output_data::text from workflow_runs where parent_run_id is null"));
    }

    [Fact]
    public async Task Child_WhenItIsNotAwaited_TheParentEndsFirstWithItsId()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var agent = await HoldAsync(platform);
        await platform.RegisterAsync("  - slow: { call: Held }", "child");
        var workflow = await platform.RegisterAsync(
            "  - child: { run: { workflow: { namespace: tests, name: child }, await: false } }", "parent");

        var run = await platform.StartRunAsync(workflow);

        await platform.UntilSqlAsync($"status = 'COMPLETED' from workflow_runs where run_id = '{run}'");
        await platform.UntilAsync("the child calls its agent", () => Task.FromResult(agent.Calls == 1));
        Assert.Equal(1, await platform.ScalarAsync<long>(
            "select count(*) from workflow_runs p join workflow_runs c on c.parent_run_id = p.run_id " +
            "and p.output_data ->> 'run_id' = c.run_id::text and c.parent_task_id is null"));
        agent.Release();
        await platform.UntilEndedAsync();
        Assert.Equal(0, await platform.ScalarAsync<long>("select count(*) from run_inbox"));
    }

    [Fact]
    public async Task R9_Child_WhenWorkflowsRunThemselvesWithoutAnEnd_StopAtTheLimitAndNameIt()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_EXECUTION_CHILD_LEVELS_MAX", "3"));
        var workflow = await platform.RegisterAsync(
            "  - again: { run: { workflow: { namespace: tests, name: endless } } }", "endless");

        var run = await platform.StartRunAsync(workflow);

        await platform.UntilEndedAsync();
        Assert.Equal("0 1 2 3", await platform.ScalarAsync<string>(
            "select string_agg(nesting::text, ' ' order by nesting) from workflow_runs where status = 'FAILED'"));
        Assert.Contains("ChildLevelsMax", await platform.ScalarAsync<string>(
            $"select error_message from workflow_runs where run_id = '{run}'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R1_Child_WhenEveryMessageIsLost_RunsByTheSweepAndTheParentGoesOn()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await platform.RegisterAsync(Doubling, "child");
        var workflow = await platform.RegisterAsync(Parent, "parent");
        platform.Broker.Down();

        await platform.StartRunAsync(workflow, new { n = 4 });

        await platform.UntilEndedAsync();
        Assert.Equal(
            2, await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
    }

    [Fact]
    public async Task Child_WhenItTakesLong_TheParentIsParkedAndWokenByItsEnd()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_EXECUTION_PARK_AFTER_MS", "100"));
        var agent = await HoldAsync(platform);
        await platform.RegisterAsync("  - slow: { call: Held }", "child");
        var workflow = await platform.RegisterAsync(Parent, "parent");

        await platform.StartRunAsync(workflow, new { n = 4 });
        await platform.UntilSqlAsync("count(*) = 1 from workflow_runs where wake_at > now() + interval '1 minute'");
        agent.Release();

        await platform.UntilEndedAsync();
        Assert.Equal("""{"answer":4}""", await platform.ScalarAsync<string>(
            "select output_data::text from workflow_runs where parent_run_id is null"));
        Assert.Equal(1, agent.Calls);
    }

    [Fact]
    public async Task Child_WhenTheTaskThatWaitsForItRunsOutOfTime_IsCancelledByItsOwner()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_EXECUTION_PARK_AFTER_MS", "600000"));
        var agent = await HoldAsync(platform);
        await platform.RegisterAsync("  - slow: { call: Held }", "child");
        var workflow = await platform.RegisterAsync("""
              - child:
                  run: { workflow: { namespace: tests, name: child } }
                  timeout: { after: { seconds: 15 } }
            """, "parent");

        await platform.StartRunAsync(workflow);

        await platform.UntilEndedAsync();
        Assert.Equal("FAILED CANCELLED", await platform.ScalarAsync<string>(
            "select string_agg(status, ' ' order by nesting) from workflow_runs"));
        await platform.UntilAsync("no call is left", () => Task.FromResult(agent.BrokenOff == agent.Calls));
    }

    private static Task<HeldAgent> HoldAsync(LocalPlatform platform) => HeldAgent.RegisterAsync(platform, "Held");
}
