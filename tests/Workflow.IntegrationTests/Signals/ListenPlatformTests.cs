using System.Net.Http.Json;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Verbs;
using Xunit;

namespace Workflow.IntegrationTests.Signals;

/// <summary>Runs that listen, with everything real.</summary>
[Collection(OwnerCollection.Name)]
public sealed class ListenPlatformTests(VerbPlatform shared) : IClassFixture<VerbPlatform>
{
    private LocalPlatform Platform => shared.Local;

    [Fact]
    public async Task R3_Listen_WhenSignalsComeBeforeAndWhileItIsParked_EachIsTakenOnceInOrder()
    {
        var workflow = await Platform.RegisterAsync("""
              - first: { listen: { to: { one: { with: { type: go } } } } }
              - third: { listen: { to: { one: { with: { type: go, data: '${ . > 2 }' } } } } }
            """, "listening");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.VerbAsync(run, "signals", new { type = "other", data = 0 }, 202);
        await Platform.VerbAsync(run, "signals", new { type = "go", data = 1, id = "a" }, 202);
        await Platform.VerbAsync(run, "signals", new { type = "go", data = 2, id = "b" }, 202);
        await Platform.UntilStepAsync(run, "third", "RUNNING");
        await Platform.UntilSqlAsync($"coalesce(wake_at > now(), false) from workflow_runs where run_id = '{run}'");
        await Platform.UntilNothingInMemoryAsync();
        var told = await Platform.Http.GetFromJsonAsync<JsonElement>($"/api/v1/executions/{run}/explain");
        Assert.Contains(
            "waiting-for-signal",
            told.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()));
        Assert.Contains($"/api/v1/executions/{run}/signals and the type go", told.GetProperty("remedies").ToString());

        await Platform.VerbAsync(run, "signals", new { type = "go", data = 1, id = "a" }, 202);
        await Platform.VerbAsync(run, "signals", new { type = "go", data = 3, id = "c" }, 202);
        await Platform.UntilStatusAsync(run, "COMPLETED");

        Assert.Equal("[1] [3]", await Platform.ScalarAsync<string>($"""
            select string_agg(output_data::text, ' ' order by step_path) from step_executions where run_id = '{run}'
            """));
        Assert.Equal(0, await Platform.ScalarAsync<long>($"select count(*) from run_inbox where run_id = '{run}'"));
    }

    [Fact]
    public async Task R3_Listen_WhenTheWakeUpIsLostAndTheOwnerDies_TheSignalIsFoundInTheInbox()
    {
        var workflow = await Platform.RegisterAsync("""
              - wanted: { listen: { to: { one: { with: { type: go } } } } }
            """, "orphaned");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilStepAsync(run, "wanted", "RUNNING");
        await Platform.Consumers[^1].KillAsync();
        await Platform.ScalarAsync<long>($$"""
            with sent as (insert into run_inbox (run_id, kind, unique_key, shard, payload)
                          select run_id, 'signal', 'signal#1', shard, '{"type":"go","data":7}'
                            from workflow_runs where run_id = '{{run}}' returning 1)
            select count(*) from sent
            """);

        Platform.StartConsumer();

        await Platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal("[7]", await Platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{run}'"));
    }

    [Fact]
    public async Task Emit_WhenAnotherRunListens_ReachesIt()
    {
        var listening = await Platform.RegisterAsync("""
              - wanted: { listen: { to: { one: { with: { type: told } } } } }
            """, "told");
        var telling = await Platform.RegisterAsync("""
              - tell:
                  emit: { event: { with: { source: /telling, type: told, runid: '${ .to }', data: '${ .word }' } } }
            """, "telling");
        var listener = await Platform.StartRunAsync(listening);

        var teller = await Platform.StartRunAsync(telling, new { to = listener, word = "hello" });

        await Platform.UntilStatusAsync(teller, "COMPLETED");
        await Platform.UntilStatusAsync(listener, "COMPLETED");
        Assert.Equal("""["hello"]""", await Platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{listener}'"));
    }

    [Fact]
    public async Task Approval_WhenDecidedOrTooLate_TheRunGoesOnAccordingly()
    {
        var workflow = await Platform.RegisterAsync("""
              - ok:
                  listen: { to: { one: { with: { type: workflow.approval } } } }
                  metadata: { approval: { title: 'Pay?', prompt: '${ "Pay \(.amount)?" }' } }
              - late:
                  try:
                  - in_time:
                      listen: { to: { one: { with: { type: workflow.approval } } } }
                      timeout: { after: { milliseconds: 300 } }
                  catch:
                    errors: { with: { status: 408 } }
                    do: [ { gave_up: { set: { was: '${ $input[0].decision? }' } } } ]
            """, "approving");
        var run = await Platform.StartRunAsync(workflow, new { amount = 7 });
        await Platform.UntilStepAsync(run, "ok", "RUNNING");
        var open = await Platform.Http.GetFromJsonAsync<JsonElement>($"/api/v1/approvals?execution_id={run}");
        Assert.Equal("Pay 7?", open.GetProperty("approvals")[0].GetProperty("prompt").GetString());

        await Platform.VerbAsync(run, "approvals/ok", new { decision = "approve", comment = "fine" }, 202);
        await Platform.UntilStatusAsync(run, "COMPLETED");

        Assert.Equal("approve local fine|gave_up", await Platform.ScalarAsync<string>($"""
            select (select concat_ws(' ', output_data -> 0 ->> 'decision', output_data -> 0 ->> 'decided_by',
                                     output_data -> 0 ->> 'comment')
                      from step_executions where run_id = '{run}' and step_id = 'ok')
                   || '|' || (select step_id from step_executions where run_id = '{run}' and step_id = 'gave_up')
            """));
        Assert.Equal(0, await Platform.ScalarAsync<long>("select count(*) from open_approvals"));
    }
}
