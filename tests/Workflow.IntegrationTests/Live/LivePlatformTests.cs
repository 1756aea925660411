using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Live;

/// <summary>Watching real runs of real processes.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class LivePlatformTests(PostgresFixture postgres)
{
    private const string Loop = """
          - each:
              for: { each: item, in: '${ .items }' }
              do:
                - ask:
                    call: Echo
        """;

    private const string Everything = """
          - prepare:
              set: { kind: b }
          - both:
              fork:
                branches:
                  - left:
                      call: Echo
                  - right:
                      do:
                        - one:
                            call: Echo
                        - two:
                            set: { x: 1 }
          - choose:
              switch:
                - never:
                    when: '${ false }'
                    then: skipped
                - always:
                    then: tried
          - skipped:
              set: { never: true }
          - tried:
              try:
                - shaky:
                    call: Shaky
              catch:
                retry:
                  delay: { milliseconds: 1 }
                  limit: { attempt: { count: 3 } }
          - nap:
              wait: { milliseconds: 1 }
          - left_out:
              if: '${ false }'
              call: Echo
          - each:
              for: { each: item, in: '${ [1, 2, 3] }' }
              do:
                - ask:
                    call: Echo
        """;

    [Fact]
    public async Task R8_Client_WhenCutTwentyTimesInARunOfTwoHundredSteps_SeesEachRevisionOnce()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await platform.RegisterAgentAsync("Echo", (_, _) => Task.FromResult<object?>(new { done = true }));
        var workflow = await platform.RegisterAsync(Loop);
        var run = await platform.StartRunAsync(workflow, new { items = Enumerable.Range(0, 200).ToArray() });

        var random = new Random(8);
        var seen = new List<long>();
        var end = default(JsonElement?);
        for (var cuts = 0; end is null;)
        {
            using var client = await ProgressClient.ConnectAsync(
                platform.Http.BaseAddress!, run, since: seen.LastOrDefault());
            var most = cuts < 20 ? random.Next(0, 12) : int.MaxValue;
            for (var taken = 0; taken < most && await client.NextAsync() is { } message; taken++)
            {
                seen.Add(message.GetProperty("revision").GetInt64());
                end = message.GetProperty("type").GetString() == "completed" ? message : null;
            }

            cuts++;
            client.Cut();
            Assert.True(end is null || cuts > 20, "The run was over before the client was cut 20 times.");
        }

        var last = await platform.ScalarAsync<long>($"select revision from workflow_runs where run_id = '{run}'");
        Assert.True(last >= 200, $"{last} revisions");
        Assert.Equal(Enumerable.Range(1, (int)last).Select(revision => (long)revision), seen);
        Assert.Equal(100, end.Value.GetProperty("progress").GetProperty("percentage").GetDouble());
    }

    [Fact]
    public async Task R8_Feed_WhenTheRunHasStepsOfEveryKind_IsTheSameFromEventsAndFromTheDatabase()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres, consumers: 0, isReady: false);
        await platform.RegisterAgentAsync("Echo", (_, _) => Task.FromResult<object?>(new { done = true }));
        await platform.RegisterAgentAsync("Shaky", (call, _) => call.Attempt < 2
            ? throw new InvalidOperationException("not yet")
            : Task.FromResult<object?>(new { done = true }));
        var run = await platform.StartRunAsync(await platform.RegisterAsync(Everything));
        using var live = await ProgressClient.ConnectAsync(platform.Http.BaseAddress!, run);
        Assert.Equal("pending", (await live.NextAsync())!.Value.GetProperty("status").GetString());
        platform.StartConsumer();
        var told = await live.RestAsync();

        using var later = await ProgressClient.ConnectAsync(platform.Http.BaseAddress!, run, since: 0);
        var again = await later.RestAsync();
        Assert.Equal("completed", told[^1].GetProperty("type").GetString());
        Assert.Equal(told.Select(Facts), again.Select(Facts));
        Assert.Equal(
            Enumerable.Range(1, told.Count), told.Select(message => message.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task R8_Feed_WhenTheOwnerIsKilled_GoesOnWithTheNextOne()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres, consumers: 2);
        var asked = new TaskCompletionSource();
        await platform.RegisterAgentAsync("Echo", (_, _) =>
        {
            if (platform.Agents.Calls.Count >= 10)
            {
                asked.TrySetResult();
            }

            return Task.FromResult<object?>(new { done = true });
        });
        await platform.UntilSqlAsync("count(distinct owner) = 2 from shards");
        var run = await platform.StartRunAsync(
            await platform.RegisterAsync(Loop), new { items = Enumerable.Range(0, 30).ToArray() });
        using var client = await ProgressClient.ConnectAsync(platform.Http.BaseAddress!, run, since: 0);

        var told = client.RestAsync();
        await asked.Task;
        var owner = "";
        await platform.UntilAsync("somebody owns the run", async () =>
        {
            owner = await platform.ScalarAsync<string>(
                $"select coalesce(owner, '') from shards join workflow_runs using (shard) where run_id = '{run}'");
            return owner.Length > 0;
        });
        await platform.Consumers[owner == "consumer-1" ? 0 : 1].KillAsync();

        var messages = await told;
        var last = await platform.ScalarAsync<long>($"select revision from workflow_runs where run_id = '{run}'");
        Assert.Equal(
            Enumerable.Range(1, (int)last), messages.Select(message => message.GetProperty("revision").GetInt32()));
        Assert.Equal("completed", messages[^1].GetProperty("type").GetString());
    }

    /// <summary>The message, steps in order of their key; without the time of a revision that no step has.</summary>
    private static string Facts(JsonElement message) => string.Join('|', message.EnumerateObject()
        .Where(member => member.Name != "timestamp" || message.GetProperty("steps").GetArrayLength() > 0)
        .Select(member => member.Name == "steps"
            ? string.Join('\n', member.Value.EnumerateArray().Select(step => step.GetRawText()).Order())
            : member.ToString()));
}
