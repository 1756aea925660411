using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>How often agents with a rate limit are called, over all bridges.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AgentRateTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly RateLimit ThreeADay = new(3, 86_400);

    private BridgeWorld _world = null!;

    public async Task InitializeAsync() => _world = await BridgeWorld.CreateAsync(postgres);

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task RateLimit_WhenItIsReached_LetsNoMoreThroughAndTheRestTimeOut()
    {
        _world.StartBridge();
        await CallAsync(null);
        // As another bridge does.
        Assert.Null(await TakeAsync("ClassifierAgent", ThreeADay.Calls));
        await CallAsync(ThreeADay);
        await CallAsync(ThreeADay);

        var late = await _world.NewTaskAsync() with
        {
            RateLimit = ThreeADay,
            Deadline = TimeProvider.System.GetUtcNow().AddSeconds(3),
        };
        await _world.SendAsync(late);
        var (result, _) = await _world.ResultAsync(late.TaskId);

        Assert.Equal(3, _world.Agent.Count);
        Assert.Equal((StandardErrors.Timeout, 408), (result.Error!.Type, result.Error.Status));
        Assert.Contains("3 calls in 86400 s", result.Error.Detail, StringComparison.Ordinal);
        await CallAsync(null);
    }

    [Fact]
    public async Task RateLimit_WhenThePeriodIsOver_LetsTheWaitingCallThrough()
    {
        _world.StartBridge();
        var once = new RateLimit(1, 86_400);
        await CallAsync(once);
        var second = await _world.NewTaskAsync() with { RateLimit = once };
        await _world.SendAsync(second);

        await _world.ExecuteAsync("update agent_rate_slots set used_at = used_at - interval '86401 seconds'");

        var call = await _world.Agent.NextAsync();
        Assert.Equal(second.TaskId, call.TaskId);
        call.Reply("{}");
        Assert.Null((await _world.ResultAsync(second.TaskId)).Result.Error);
    }

    [Fact]
    public async Task TryTake_WhenManyAskAtOnce_LetsAsManyThroughAsThereAre()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TakeAsync("Many", 10)));
        Assert.Equal(10, answers.Count(wait => wait is null));
        Assert.All(
            answers.OfType<TimeSpan>(), wait => Assert.InRange(wait, TimeSpan.FromHours(23), TimeSpan.FromDays(1)));

        Assert.Null(await TakeAsync("Other", 1));
        Assert.Null(await TakeAsync("Many", 11));
        Assert.NotNull(await TakeAsync("Many", 11));
        Assert.NotNull(await TakeAsync("Many", 5));
    }

    private async Task CallAsync(RateLimit? limit)
    {
        var task = await _world.NewTaskAsync() with { RateLimit = limit };
        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("{}");
        Assert.Null((await _world.ResultAsync(task.TaskId)).Result.Error);
    }

    private Task<TimeSpan?> TakeAsync(string agent, int calls) =>
        _world.Database.Rates.TryTakeAsync(agent, new RateLimit(calls, 86_400), CancellationToken.None);
}
