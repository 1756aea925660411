using Workflow.ExecutionConsumer.Ownership;
using Xunit;

namespace Workflow.UnitTests.Simulation;

public sealed class TakeoverTurnsTests
{
    private readonly TakeoverTurns _turns = new();

    [Fact]
    public async Task Turn_BeyondThree_WaitsUntilOneIsGivenBack()
    {
        var first = await NextAsync();
        using var second = await NextAsync();
        using var third = await NextAsync();
        var fourth = NextAsync();
        var waited = !fourth.IsCompleted;

        first.Dispose();

        using var given = await fourth;
        Assert.True(waited);
    }

    [Fact]
    public async Task Turn_WhenOneWhoWaitsGoesAway_IsNotLost()
    {
        var first = await NextAsync();
        using var second = await NextAsync();
        using var third = await NextAsync();
        using var gone = new CancellationTokenSource();
        var cancelled = _turns.NextAsync(gone.Token);
        var next = NextAsync();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        first.Dispose();

        using var given = await next;
    }

    private Task<TakeoverTurns.Turn> NextAsync() => _turns.NextAsync(CancellationToken.None);
}
