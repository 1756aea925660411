using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Parents and children whose owners die. Every child is made once, and no step of either runs
/// twice.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ChildTakeOverTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Parents = 40;

    private const string Child = """
          - ask:
              call: Held
        """;

    private const string Parent = """
          - before:
              call: Quick
          - child:
              run: { workflow: { namespace: tests, name: child } }
          - after:
              call: Quick
        """;

    private LocalPlatform _platform = null!;
    private CallGuard _quick = null!;
    private HeldAgent _held = null!;

    public async Task InitializeAsync()
    {
        _platform = await LocalPlatform.StartAsync(postgres, consumers: 2);
        _quick = new CallGuard(_platform);
        _held = new HeldAgent();
        await _platform.RegisterAgentAsync("Quick", _quick.AnswerAsync);
        await _platform.RegisterAgentAsync("Held", _held.AnswerAsync);
        await _platform.UntilSqlAsync("count(distinct owner) = 2 from shards");
        await _platform.RegisterAsync(Child, "child");
        var workflow = await _platform.RegisterAsync(Parent, "parent");
        await _platform.StartRunsAsync(workflow, Parents, index => new { n = index });
        await _platform.UntilAsync("every child calls its agent", () => Task.FromResult(_held.Tasks == Parents));
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    /// <summary>The dead one owned parents whose children go on, children whose parents go on, and pairs of
    /// both.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R1_R3_TakeOver_WhenAnOwnerOfParentsAndChildrenDies_EveryPairEndsOnce(bool endsWhileNobodyOwns)
    {
        await _platform.UntilSqlAsync(
            "count(distinct (up.owner, down.owner)) = 4 from workflow_runs c " +
            "join workflow_runs p on p.run_id = c.parent_run_id " +
            "join shards up on up.shard = p.shard join shards down on down.shard = c.shard");

        await _platform.Consumers[0].KillAsync();
        if (!endsWhileNobodyOwns)
        {
            await _platform.UntilSqlAsync("bool_and(owner = 'consumer-2') from shards");
        }

        _held.Release();

        await AssertEveryPairEndedOnceAsync();
    }

    [Fact]
    public async Task R1_R3_TakeOver_WhenAllOwnersDie_TheNextOneCarriesEveryPairOn()
    {
        await Task.WhenAll(_platform.Consumers.Select(consumer => consumer.KillAsync()));
        _held.Release();

        _platform.StartConsumer();

        await AssertEveryPairEndedOnceAsync();
    }

    [Fact]
    public async Task R1_ChildEnd_WhenNobodyOwnsTheParent_WaitsInItsInbox()
    {
        await Task.WhenAll(_platform.Consumers.Select(consumer => consumer.KillAsync()));
        var children = await _platform.ScalarAsync<Guid[]>(
            "select array_agg(run_id) from workflow_runs where parent_run_id is not null");
        var cancel = new CancelRun(_platform.Data);
        foreach (var child in children)
        {
            Assert.Single(await cancel.RunAsync(null, child, "me", "enough", CancellationToken.None));
        }

        _platform.StartConsumer();

        await _platform.UntilEndedAsync();
        Assert.Equal(Parents, await _platform.ScalarAsync<long>(
            "select count(*) from workflow_runs where status = 'FAILED' " +
            "and error ->> 'type' = '/problems/child-cancelled' and error_message like '%enough%'"));
        Assert.Equal(Parents, await _platform.ScalarAsync<long>(
            "select count(*) from workflow_runs where status = 'CANCELLED'"));
    }

    private async Task AssertEveryPairEndedOnceAsync()
    {
        await _platform.UntilEndedAsync();
        Assert.Equal("40 40", await _platform.ScalarAsync<string>(
            "select concat_ws(' ', count(*) filter (where parent_run_id is null), count(distinct parent_run_id)) " +
            "from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal(2 * Parents, await _platform.ScalarAsync<long>("select count(*) from workflow_runs"));
        Assert.Equal(4 * Parents, await _platform.ScalarAsync<long>(
            "select count(*) from step_executions where status = 'COMPLETED'"));
        Assert.Equal((0, 0), (_quick.Repeated, _quick.Unannounced));
        Assert.Equal(Parents, _held.Tasks);
    }
}
