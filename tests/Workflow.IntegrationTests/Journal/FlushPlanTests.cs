using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>The statement is planned when the tables are empty, and must not read them whole once they are not; and it
/// is not planned again each time.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FlushPlanTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private const int Runs = 100;

    /// <summary>Two commits for each run, and what each looks up, well rounded up.</summary>
    private const int RowsReadMax = Runs * 2 * 6;

    [Fact]
    public async Task Flush_WhenItWasPlannedOnEmptyTables_StillLooksUpNoMoreThanItsOwnRuns()
    {
        await using var flusher = Flusher();
        var store = new JournalStore(flusher);
        for (var n = 0; n < Runs; n++)
        {
            var start = Start(await InsertRunAsync(), Step("/do/0/a", StepStatus.Running));
            await CommitAsync(store, start);
            await CommitAsync(store, End(start, Step("/do/0/a", StepStatus.Completed)));
        }

        Assert.InRange(await RunsReadAsync(flusher), 1, RowsReadMax);
    }

    [Fact]
    public async Task Flush_WhenRunsComeOneByOne_IsNotPlannedAnewForEach()
    {
        await using var flusher = Flusher();
        var store = new JournalStore(flusher);
        for (var n = 0; n < Runs; n++)
        {
            await CommitAsync(store, Start(await InsertRunAsync(), Step("/do/0/a", StepStatus.Running)));
        }

        await Plans.AssertKeptAsync(flusher, "for share of s");
        await Plans.AssertKeptAsync(flusher, "insert into step_executions");
    }

    private static async Task CommitAsync(JournalStore store, RunCommit commit) => Assert.Equal(
        CommitOutcome.Committed, (await store.FlushAsync([commit], CancellationToken.None))[0].Outcome);
}
