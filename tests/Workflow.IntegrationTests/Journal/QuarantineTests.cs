using Workflow.Database.Recovery;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>Which deaths of owners count against a run.</summary>
[Collection(PostgresCollection.Name)]
public sealed class QuarantineTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private const int Suspects = 2;

    [Fact]
    public async Task R9_Count_WhenOwnersDieOfSomethingElse_GoesNoFurtherThanSuspicion()
    {
        var run = await InsertRunAsync("RUNNING", revision: 1);
        var quarantine = new Quarantine(Data);

        for (var death = 0; death < 6; death++)
        {
            await DieAsync(quarantine);
        }

        Assert.Equal(Suspects, await RecoveriesAsync(run));
    }

    [Fact]
    public async Task R9_Count_WhenTheRunIsAloneAtTwoDeaths_CountsBoth()
    {
        var run = await InsertRunAsync("RUNNING", revision: 1);
        var quarantine = new Quarantine(Data);
        await DieAsync(quarantine);
        var claim = await DieAsync(quarantine);

        await quarantine.MarkAloneAsync(run, claim, CancellationToken.None);
        claim = await DieAsync(quarantine);
        Assert.Equal(Suspects + 1, await RecoveriesAsync(run));
        await quarantine.MarkAloneAsync(run, claim, CancellationToken.None);
        claim = await DieAsync(quarantine);

        Assert.Equal(Suspects + 2, await RecoveriesAsync(run));
        Assert.True(await quarantine.WasAloneAsync(run, claim, CancellationToken.None));
    }

    /// <summary>The owner dies; the next one takes the shard and counts.</summary>
    private async Task<ShardClaim> DieAsync(Quarantine quarantine)
    {
        var claim = (await Shards.TakeAsync(Shard, Guid.NewGuid().ToString(), CancellationToken.None)).Claim;
        await quarantine.CountAsync(claim, 100, 100, Suspects, CancellationToken.None);
        return claim;
    }

    private Task<int> RecoveriesAsync(Guid run) =>
        ScalarAsync<int>($"select recoveries from workflow_runs where run_id = '{run}'");
}
