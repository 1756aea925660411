using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Journal;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Concurrency;

/// <summary>Slots of concurrency keys, as their owner grants them.</summary>
[Collection(OwnerCollection.Name)]
public sealed class GrantTests(PostgresFixture postgres) : JournalTest(postgres)
{
    [Fact]
    public async Task Grant_WhenMoreWaitThanMayStart_TakesThemByPriorityAndAge()
    {
        var runs = await WaitingAsync(5, limit: 2);
        await ExecuteAsync($"update workflow_runs set priority = 7 where run_id = '{runs[3]}'");

        var first = await GrantAsync();

        Assert.Equal(new[] { runs[0], runs[3] }.Order(), first.Granted.Order());
        Assert.True(first.AreMore);
        Assert.Empty((await GrantAsync()).Granted);
    }

    // A slot is a row: whatever ends the run frees it.
    [Theory]
    [InlineData("COMPLETED")]
    [InlineData("FAILED")]
    [InlineData("CANCELLED")]
    public async Task Grant_WhenAHolderHasEnded_GivesItsSlotToTheNext(string end)
    {
        var runs = await WaitingAsync(3, limit: 1);
        await GrantAsync();
        await ExecuteAsync($"update workflow_runs set status = 'RUNNING', wake_at = now() + interval '1 day' " +
            $"where run_id = '{runs[0]}'");
        Assert.Empty((await GrantAsync()).Granted);

        await ExecuteAsync($"update workflow_runs set status = '{end}', wake_at = null where run_id = '{runs[0]}'");

        Assert.Equal([runs[1]], (await GrantAsync()).Granted);
    }

    [Fact]
    public async Task Grant_WhenTheFirstKeysAreFull_LooksAtTheOthersToo()
    {
        var runs = await WaitingAsync(5, limit: 1);
        await ExecuteAsync($"update workflow_runs set concurrency_key = 'l' where run_id = '{runs[4]}'");
        Assert.Equal([runs[0], runs[4]], (await GrantAsync()).Granted.Order());
        await ExecuteAsync($"update workflow_runs set concurrency_key = 'm' where run_id = '{runs[3]}'");
        await ExecuteAsync($"update workflow_runs set concurrency_key = null where run_id = '{runs[2]}'");

        var first = await GrantAsync(SlotKey.First, 1);
        var second = await GrantAsync(first.Next!.Value, 1);
        var last = await GrantAsync(second.Next!.Value, 1);

        Assert.Equal((0, "k"), (first.Granted.Count, first.Next.Value.Name));
        Assert.Equal([runs[3]], second.Granted);
        Assert.Equal((0, null, true), (last.Granted.Count, last.Next, last.AreMore));
    }

    [Fact]
    public async Task R4_Grant_WhenTheShardIsSomebodyElses_GivesNothing()
    {
        await WaitingAsync(2, limit: 1);

        var granted = await new GrantSlots(Data).RunAsync(
            [Claim with { Token = Guid.NewGuid() }], SlotKey.First, 10, CancellationToken.None);

        Assert.Empty(granted.Granted);
    }

    [Fact]
    public async Task Grant_WhenManyGrantAtOnce_KeepsTheLimit()
    {
        await WaitingAsync(40, limit: 3);

        var rounds = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GrantAsync()));

        Assert.Equal(3, rounds.Sum(round => round.Granted.Count));
    }

    [Fact]
    public async Task Grant_WhenTheNextCancelsTheOldest_NamesIt()
    {
        var runs = await WaitingAsync(3, limit: 2);
        await ExecuteAsync("update workflow_runs set on_limit = 'cancel_oldest'");

        var round = await GrantAsync();

        Assert.Equal(2, round.Granted.Count);
        Assert.Contains(Assert.Single(round.Victims), runs[..2]);
    }

    [Fact]
    public async Task Grant_WhenTheNextIsPastItsDeadline_NamesNobodyForIt()
    {
        var runs = await WaitingAsync(2, limit: 1);
        Assert.Equal([runs[0]], (await GrantAsync()).Granted);
        await ExecuteAsync($"""
            update workflow_runs set on_limit = 'cancel_oldest', queue_deadline = now() - interval '1 second'
             where run_id = '{runs[1]}'
            """);

        var round = await GrantAsync();

        Assert.Empty(round.Granted);
        Assert.Empty(round.Victims);
    }

    [Fact]
    public async Task Grant_WhenTheRunIsPausedOrPastItsDeadline_PassesItOver()
    {
        var runs = await WaitingAsync(3, limit: 1);
        await ExecuteAsync($"""
            update workflow_runs set paused_at = case when run_id = '{runs[0]}' then now() end,
                   queue_deadline = case when run_id = '{runs[1]}' then now() - interval '1 second' end
            """);

        Assert.Empty((await GrantAsync()).Granted.Except([runs[2]]));
    }

    private Task<GrantedSlots> GrantAsync() => GrantAsync(SlotKey.First, 100);

    private Task<GrantedSlots> GrantAsync(SlotKey after, int limit) =>
        new GrantSlots(Data).RunAsync([Claim], after, limit, CancellationToken.None);

    private async Task<Guid[]> WaitingAsync(int count, int limit)
    {
        var runs = new Guid[count];
        for (var i = 0; i < count; i++)
        {
            runs[i] = await InsertRunAsync();
        }

        await ExecuteAsync($"""
            update workflow_runs set concurrency_key = 'k', concurrency_limit = {limit}, on_limit = 'queue',
                   wake_at = 'infinity'
            """);
        return [.. runs.Order()];
    }
}
