using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

[Collection(OwnerCollection.Name)]
public sealed class FenceTests(PostgresFixture postgres) : JournalTest(postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R4_Journal_WhenTheShardWasTakenOver_WritesNothing(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run, Step("/do/0/a", StepStatus.Completed));
        await FlushAsync(start, beside);
        await Shards.TakeAsync(Shard, "second", CancellationToken.None);

        Assert.Equal(CommitOutcome.Fenced, await FlushAsync(End(start, Step("/do/1/b", StepStatus.Completed)), beside));

        Assert.Equal("RUNNING", await StatusAsync(run));
        Assert.Equal(1, await StepsAsync(run));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R4_Journal_WhenTheShardWasReleased_WritesNothing(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run);
        await FlushAsync(start, beside);
        await Shards.ReleaseAsync([Claim], CancellationToken.None);

        Assert.Equal(CommitOutcome.Fenced, await FlushAsync(End(start), beside));

        Assert.Equal("RUNNING", await StatusAsync(run));
    }

    [Fact]
    public async Task R4_Journal_WhenOneShardOfTheBatchIsFenced_TheOthersAreWritten()
    {
        var other = (await Shards.TakeAsync(7, "first", CancellationToken.None)).Claim;
        var mine = await InsertRunAsync(shard: 7);
        var lost = await InsertRunAsync();
        await Shards.TakeAsync(Shard, "second", CancellationToken.None);

        var results = await Store.FlushAsync([Start(lost), Start(mine) with { Claim = other }], CancellationToken.None);

        Assert.Equal([CommitOutcome.Fenced, CommitOutcome.Committed], results.Select(result => result.Outcome));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R4_Journal_WhenARestoredDatabaseRepeatsTheEpoch_TheTokenStillFences(bool beside)
    {
        var run = await InsertRunAsync();
        await ExecuteAsync($"update shards set token = '{Guid.NewGuid()}' where shard = {Shard}");

        Assert.Equal(CommitOutcome.Fenced, await FlushAsync(Start(run), beside));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R4_Journal_WhenAFlushWaitsForATakeOver_SeesTheNewOwnerAfterTheWait(bool beside)
    {
        var run = await InsertRunAsync();
        await using var taker = await Data.OpenConnectionAsync();
        await using var transaction = await BeginTakeOverAsync(taker);

        var flush = FlushAsync(Start(run), beside);
        await UntilBlockedAsync(taker.ProcessID);
        await transaction.CommitAsync();

        Assert.Equal(CommitOutcome.Fenced, await flush);
        Assert.Equal("PENDING", await StatusAsync(run));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R2_Journal_WhenTheRunIsCancelledWhileItsFlushWaits_ChangesNothing(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run);
        await FlushAsync(start);
        await using var taker = await Data.OpenConnectionAsync();
        await using var transaction = await BeginTakeOverAsync(taker);

        var flush = FlushAsync(End(start, Step("/do/0/a", StepStatus.Completed)), beside);
        await UntilBlockedAsync(taker.ProcessID);
        await ExecuteAsync(
            $"update workflow_runs set status = 'CANCELLED', revision = revision + 1 where run_id = '{run}'");
        await transaction.RollbackAsync();

        Assert.Equal(CommitOutcome.Ended, await flush);
        Assert.Equal("CANCELLED", await StatusAsync(run));
        Assert.Equal(0, await StepsAsync(run));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Journal_WhenTheRunIsPausedWhileItsFlushWaits_HoldsItsEnd(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run);
        await FlushAsync(start);
        await using var taker = await Data.OpenConnectionAsync();
        await using var transaction = await BeginTakeOverAsync(taker);

        var flush = CommitAsync(End(start, Step("/do/0/a", StepStatus.Completed)), beside);
        await UntilBlockedAsync(taker.ProcessID);
        await new PauseRun(Data).PauseAsync(null, run, new Actor("me"), "why", CancellationToken.None);
        await transaction.RollbackAsync();

        Assert.Equal(new CommitMark(3, new PauseMark(true, 1), IsEndHeld: true), (await flush).Mark);
        Assert.Equal("RUNNING", await StatusAsync(run));
        Assert.Equal(1, await StepsAsync(run));
    }

    [Fact]
    public async Task TakeOver_WhenAFrozenProcessHoldsTheFenceInsideAFlush_IsNotHeldUp()
    {
        await using var frozen = await Data.OpenConnectionAsync();
        await using var transaction = await BeginFlushAsync(frozen);

        var taken = await Shards.TakeAsync(Shard, "second", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(2, taken.Claim.Epoch);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync());
    }

    [Fact]
    public async Task Take_WhenReleasedInOrder_SaysSoAndElseNot()
    {
        Assert.False((await Shards.TakeAsync(Shard, "second", CancellationToken.None)).IsClean);
        var third = await Shards.TakeAsync(Shard, "third", CancellationToken.None);
        await Shards.ReleaseAsync([third.Claim], CancellationToken.None);

        Assert.True((await Shards.TakeAsync(Shard, "fourth", CancellationToken.None)).IsClean);
    }

    [Fact]
    public async Task Take_WhenTheOwnerIsInTheMiddleOfItsHandOver_IsCleanAndItsOwnEndIsNot()
    {
        await using var frozen = await Data.OpenConnectionAsync();
        await using var transaction = await BeginFlushAsync(frozen);

        await Shards.BeginHandOverAsync([Claim], CancellationToken.None);

        Assert.True((await Shards.TakeAsync(Shard, "second", CancellationToken.None)).IsClean);
        Assert.False((await Shards.TakeAsync(Shard, "third", CancellationToken.None)).IsClean);
    }

    [Fact]
    public async Task Take_WhenTheOwnerGaveASignOfLifeJustNow_IsCleanAndElseNot()
    {
        await ExecuteAsync("insert into consumers (id, host, pid, kind) values ('first', 'here', 1, 'consumer')");
        Assert.True((await Shards.TakeAsync(Shard, "second", CancellationToken.None)).IsClean);

        await ExecuteAsync(
            "insert into consumers (id, host, pid, kind, seen_at) " +
            $"values ('second', 'here', 2, 'consumer', now() - interval '{Silence.TotalHours} hours')");
        Assert.False((await Shards.TakeAsync(Shard, "third", CancellationToken.None)).IsClean);
    }

    /// <summary>A take-over of the shard that has written, and not committed.</summary>
    private static async Task<NpgsqlTransaction> BeginTakeOverAsync(NpgsqlConnection taker)
    {
        var transaction = await taker.BeginTransactionAsync();
        await using var take = new NpgsqlCommand(
            $"update shards set epoch = epoch + 1, token = '{Guid.NewGuid()}' where shard = {Shard}",
            taker, transaction);
        await take.ExecuteNonQueryAsync();
        return transaction;
    }

    /// <summary>A flush that has come as far as the fence, and no further.</summary>
    private static async Task<NpgsqlTransaction> BeginFlushAsync(NpgsqlConnection frozen)
    {
        var transaction = await frozen.BeginTransactionAsync();
        await using var fence = new NpgsqlCommand(
            $"select * from shards where shard = {Shard} for share", frozen, transaction);
        await fence.ExecuteNonQueryAsync();
        return transaction;
    }
}
