using Workflow.Database.Audit;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>Pause, delayed start and queue deadline against what owners commit and look for.</summary>
[Collection(OwnerCollection.Name)]
public sealed class HeldRunTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private static readonly Actor Me = new("me");

    [Fact]
    public async Task R8_Pause_WhenTheOwnerCommitsOn_BothCountAndNeitherLosesItsRace()
    {
        var run = await InsertRunAsync();
        var start = Start(run);
        Assert.Equal(CommitOutcome.Committed, await FlushAsync(start));

        var paused = await PauseAsync(run);
        var result = await CommitAsync(Next(start, Step("/do/0/a", StepStatus.Completed, "1")));

        Assert.Equal((true, 2L, RunStatus.Running), (paused.IsChanged, paused.Revision, paused.Status));
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.Equal(new CommitMark(3, new PauseMark(true, 1)), result.Mark);
        Assert.Equal("3|1|3", await ScalarAsync<string>(
            "select concat_ws('|', revision, outside_revisions, ended_revision) " +
            "from workflow_runs join step_executions using (run_id)"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_WhenTheRunWouldEnd_KeepsItsStepsAndHoldsItsEnd(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run);
        await FlushAsync(start);
        await PauseAsync(run);
        var end = End(start, Step("/do/0/a", StepStatus.Completed, "1"));

        var held = await CommitAsync(end, beside);
        var again = await CommitAsync(end with { IsRepeat = true }, beside);

        Assert.True(held.Mark is { IsEndHeld: true, Pause.IsPaused: true });
        Assert.Equal((CommitOutcome.Committed, true), (again.Outcome, again.Mark?.IsEndHeld));
        Assert.Equal("RUNNING|COMPLETED||", await ScalarAsync<string>(
            "select r.status || '|' || s.status || '|' || coalesce(r.completed_at::text, '') || '|' || " +
            "coalesce(r.output_data::text, '') from workflow_runs r join step_executions s using (run_id)"));

        await ResumeAsync(run);
        var ended = await CommitAsync(end with { FromRevision = 2, ToRevision = 3, Steps = [] }, beside);
        Assert.Equal((CommitOutcome.Committed, false), (ended.Outcome, ended.Mark?.IsEndHeld));
        Assert.Equal("COMPLETED", await StatusAsync(run));
    }

    [Theory]
    [InlineData("paused_at = now()", false)]
    [InlineData("wake_at = now() + interval '1 hour'", false)]
    [InlineData("queue_deadline = now() - interval '1 second'", false)]
    [InlineData("paused_at = now()", true)]
    [InlineData("wake_at = now() + interval '1 hour'", true)]
    [InlineData("queue_deadline = now() - interval '1 second'", true)]
    public async Task R3_Commit_WhenThePendingRunIsHeldBack_DoesNotStartIt(string set, bool beside)
    {
        var run = await InsertRunAsync();
        await ExecuteAsync($"update workflow_runs set {set}");

        Assert.Equal(CommitOutcome.Moved, await FlushAsync(Start(run), beside));
        Assert.Equal("PENDING", await StatusAsync(run));
        var loaded = Assert.Single(await new RunLoader(Data).LoadAsync([run], CancellationToken.None));
        Assert.True(loaded.IsHeldBack);
    }

    [Theory]
    [InlineData(1, false, CommitOutcome.Moved)]
    [InlineData(1, true, CommitOutcome.Moved)]
    [InlineData(0, false, CommitOutcome.Committed)]
    [InlineData(0, true, CommitOutcome.Committed)]
    public async Task Commit_WhenADelayedRunBeganBeforeItsTime_IsRefusedAlsoAfterIt(
        int early, bool beside, CommitOutcome expected)
    {
        var run = await InsertRunAsync();
        await ExecuteAsync($"update workflow_runs set wake_at = '{Now.AddSeconds(early):O}'");

        Assert.Equal(expected, await FlushAsync(Start(run), beside));
    }

    [Fact]
    public async Task Commit_WhenAPendingRunWasPausedAndResumed_StartsItWithTheNextRevision()
    {
        var run = await InsertRunAsync();
        await PauseAsync(run);
        Assert.True((await ResumeAsync(run)).IsChanged);

        var result = await CommitAsync(Start(run));

        Assert.Equal((CommitOutcome.Committed, 3L), (result.Outcome, result.Mark?.Revision));
        Assert.Equal(3, await ScalarAsync<long>("select started_revision from workflow_runs"));
        var loaded = Assert.Single(await new RunLoader(Data).LoadAsync([run], CancellationToken.None));
        Assert.Equal((1L, new PauseMark(false, 2)), (loaded.Revision, loaded.Pause));
    }

    [Fact]
    public async Task Pause_WhenItIsPausedAlready_ChangesNothing()
    {
        var run = await InsertRunAsync("RUNNING", revision: 4);
        var first = await PauseAsync(run);
        var second = await PauseAsync(run);

        Assert.Equal((false, 5L, first.PausedAt), (second.IsChanged, second.Revision, second.PausedAt));
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from audit_log"));
        Assert.Null(await new PauseRun(Data).PauseAsync("nobody", run, Me, null, CancellationToken.None));
    }

    [Theory]
    [InlineData("COMPLETED")]
    [InlineData("FAILED")]
    [InlineData("CANCELLED")]
    public async Task R2_Pause_WhenTheRunHasEnded_ChangesNothing(string status)
    {
        var run = await InsertRunAsync(status, revision: 4);

        Assert.Equal((false, 4L), ((await PauseAsync(run)).IsChanged, (await ResumeAsync(run)).Revision));
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from audit_log"));
    }

    [Fact]
    public async Task R4_QueueDeadline_WhenItHasPassed_OnlyTheOwnerFailsTheRun()
    {
        var late = await InsertRunAsync();
        var early = await InsertRunAsync();
        var paused = await InsertRunAsync();
        await ExecuteAsync($"""
            update workflow_runs set queue_deadline = now() + case when run_id = '{early}' then 1 else -1 end
                   * interval '1 hour', paused_at = case when run_id = '{paused}' then now() end
            """);
        var queued = new QueuedRuns(Data);
        Assert.Equal((true, false, false), await queued.LookAsync([Shard], CancellationToken.None));

        Assert.Empty(await queued.ExpireAsync([Claim with { Token = Guid.NewGuid() }], 10, CancellationToken.None));
        var expired = Assert.Single(await queued.ExpireAsync([Claim], 10, CancellationToken.None));

        Assert.Equal((late, 1L), (expired.RunId, expired.Revision));
        Assert.Equal((false, false, false), await queued.LookAsync([Shard], CancellationToken.None));
        Assert.Equal("FAILED PENDING PENDING", string.Join(
            ' ', await StatusAsync(late), await StatusAsync(early), await StatusAsync(paused)));
        Assert.Equal("/problems/queue-timeout 408", await ScalarAsync<string>(
            $"select (error ->> 'type') || ' ' || (error ->> 'status') from workflow_runs where run_id = '{late}'"));
    }

    [Fact]
    public async Task R4_DelayedStart_WhenItsTimeHasCome_OnlyTheOwnerReleasesTheRun()
    {
        var due = await InsertRunAsync();
        var later = await InsertRunAsync();
        var paused = await InsertRunAsync();
        var parked = await InsertRunAsync("RUNNING");
        await ExecuteAsync($"""
            update workflow_runs set wake_at = now() + case when run_id = '{later}' then 1 else -1 end
                   * interval '1 hour', paused_at = case when run_id = '{paused}' then now() end
            """);
        var queued = new QueuedRuns(Data);
        Assert.Equal((false, true, false), await queued.LookAsync([Shard], CancellationToken.None));

        Assert.Empty(await queued.ReleaseAsync([Claim with { Epoch = 0 }], 10, CancellationToken.None));
        Assert.Equal([due], await queued.ReleaseAsync([Claim], 10, CancellationToken.None));
        var backlog = await Open.BacklogAsync([Shard], [], 10, CancellationToken.None);
        Assert.Equal([due], backlog.Select(run => run.RunId));
        Assert.Equal([parked], (await Open.DueAsync([Shard], 10, CancellationToken.None)).Select(run => run.RunId));
    }

    [Theory]
    [InlineData("PENDING", null)]
    [InlineData("RUNNING", null)]
    [InlineData("RUNNING", "now()")]
    public async Task Owner_WhenItLooksForWork_LeavesPausedRunsAlone(string status, string? wakeAt)
    {
        var run = await InsertRunAsync(status);
        await ExecuteAsync($"update workflow_runs set wake_at = {wakeAt ?? "null"}, recoveries = 9");
        Assert.NotEqual(0, await FoundAsync());

        await PauseAsync(run);

        Assert.Equal(0, await FoundAsync());
        var marks = await new RunPauses(Data).RecentAsync([Shard], [run], CancellationToken.None);
        Assert.Equal(new PauseMark(true, 1), Assert.Single(marks).Value);
    }

    private OpenRuns Open => new(Data);

    private async Task<int> FoundAsync()
    {
        var ct = CancellationToken.None;
        var before = KeyValuePair.Create(Shard, TimeProvider.System.GetUtcNow().AddDays(1));
        List<OpenRun>[] all =
        [
            await Open.UnparkedAsync(Shard, ct), await Open.OrphansAsync([Shard], [], 10, ct),
            await Open.SuspectsAsync(Shard, 1, 10, ct), await Open.DueAsync([Shard], 10, ct),
            await Open.UnseenAsync([before], 10, ct), await Open.BacklogAsync([Shard], [], 10, ct),
        ];
        return all.Sum(found => found.Count);
    }

    private static RunCommit Next(RunCommit before, params StepRecord[] steps) => before with
    {
        From = before.To,
        FromRevision = before.ToRevision,
        ToRevision = before.ToRevision + 1,
        Steps = steps,
    };

    private async Task<PausedRun> PauseAsync(Guid run) =>
        (await new PauseRun(Data).PauseAsync(null, run, Me, "why", CancellationToken.None))!;

    private async Task<PausedRun> ResumeAsync(Guid run) =>
        (await new PauseRun(Data).ResumeAsync(null, run, Me, null, CancellationToken.None))!;
}
