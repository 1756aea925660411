using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Consumers that die, freeze or are asked to end while they have runs in hand.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class RecoveryTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string ThreeSteps = """
          - prepare:
              set: { n: '${ .n }' }
          - first:
              call: Echo
              output: { as: '${ { n: .n, first: true } }' }
          - each:
              for: { each: item, in: '${ [range(3)] }' }
              do:
                - inner:
                    call: Echo
                    with: { n: '${ $item }' }
          - last:
              call: Echo
              with: { n: '${ .n }' }
        """;

    private const string TwiceCompleted = """
        select count(*) from (select run_id, step_path, iteration from step_executions where status = 'COMPLETED'
                               group by 1, 2, 3 having count(*) > 1) twice
        """;

    private LocalPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await LocalPlatform.StartAsync(postgres, consumers: 2);

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task R1_R3_R4_Consumer_WhenKilledInTheMiddleOf200Runs_AllCompleteAndNoCommittedStepRunsAgain()
    {
        var guard = await StartRunsAsync();

        await _platform.Consumers[0].KillAsync();

        await AssertAllCompletedOnceAsync(guard);
    }

    [Fact]
    public async Task R4_R5_Consumer_WhenFrozenPastItsSessionAndWoken_WritesNothingStaleAndRejoins()
    {
        var guard = await StartRunsAsync();
        var frozen = _platform.Consumers[0];
        frozen.Freeze();
        await _platform.UntilSqlAsync("count(*) = 16 from shards where owner = 'consumer-2'");
        var epochs = await _platform.ScalarAsync<decimal>("select sum(epoch) from shards");

        await AssertAllCompletedOnceAsync(guard);
        var finished = await _platform.ScalarAsync<long>("select sum(revision)::bigint from workflow_runs");
        frozen.Wake();

        await _platform.UntilSqlAsync("count(distinct owner) = 2 from shards");
        Assert.Equal(finished, await _platform.ScalarAsync<long>("select sum(revision)::bigint from workflow_runs"));
        Assert.True(await _platform.ScalarAsync<decimal>("select sum(epoch) from shards") > epochs);
        Assert.Equal(0, guard.Repeated);
    }

    [Fact]
    public async Task R3_Consumer_WhenAskedToEnd_ReleasesItsShardsAndTheOtherCarriesOn()
    {
        var guard = await StartRunsAsync();

        Assert.Equal(0, await _platform.Consumers[0].TerminateAsync());

        await AssertAllCompletedOnceAsync(guard);
        Assert.Equal(0, guard.Twice);
    }

    [Fact]
    public async Task R3_Consumer_WhenOneMoreJoins_TakesShardsAndNoAgentIsCalledTwice()
    {
        var guard = await StartRunsAsync();

        _platform.StartConsumer();

        await _platform.UntilSqlAsync("count(distinct owner) = 3 from shards");
        await AssertAllCompletedOnceAsync(guard);
        Assert.Equal(0, guard.Twice);
    }

    /// <summary>Starts 200 runs and returns once about half of their calls have been made.</summary>
    private async Task<CallGuard> StartRunsAsync()
    {
        var guard = new CallGuard(_platform);
        await _platform.RegisterAgentAsync("Echo", guard.AnswerAsync);
        var workflow = await _platform.RegisterAsync(ThreeSteps);
        await _platform.StartRunsAsync(workflow, 200, index => new { n = index });
        await _platform.UntilAsync("half of the calls are made", () => Task.FromResult(guard.Seen >= 400));
        return guard;
    }

    private async Task AssertAllCompletedOnceAsync(CallGuard guard)
    {
        await _platform.UntilEndedAsync();
        Assert.Equal(
            200, await _platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal(0, await _platform.ScalarAsync<long>(TwiceCompleted));
        Assert.Equal(
            200 * 7,
            await _platform.ScalarAsync<long>("select count(*) from step_executions where status = 'COMPLETED'"));
        Assert.Equal(0, guard.Repeated);
        Assert.Equal(0, guard.Unannounced);
    }
}
