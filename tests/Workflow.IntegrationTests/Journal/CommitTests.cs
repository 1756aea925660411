using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

[Collection(OwnerCollection.Name)]
public sealed class CommitTests(PostgresFixture postgres) : JournalTest(postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flush_WhenARunStartsAndEnds_WritesRunAndStepsWithTheirRevisions(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run, Step("/do/0/a", StepStatus.Running));
        var end = End(start, Step("/do/0/a", StepStatus.Completed, "1"));

        Assert.Equal(CommitOutcome.Committed, await FlushAsync(start, beside));
        Assert.Equal(CommitOutcome.Committed, await FlushAsync(end, beside));

        Assert.Equal("COMPLETED", await StatusAsync(run));
        Assert.Equal("1|2|COMPLETED|1|5", await ScalarAsync<string>(
            "select concat_ws('|', began_revision, ended_revision, status, output_data, duration_ms) " +
            "from step_executions"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R2_Flush_WhenTheRunWasCancelled_SaysEndedAndChangesNothing(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run);
        await FlushAsync(start, beside);
        await ExecuteAsync("update workflow_runs set status = 'CANCELLED', revision = revision + 1");

        Assert.Equal(CommitOutcome.Ended, await FlushAsync(End(start, Step("/do/0/a", StepStatus.Completed)), beside));

        Assert.Equal("CANCELLED", await StatusAsync(run));
        Assert.Equal(0, await StepsAsync(run));
    }

    [Theory]
    [InlineData("COMPLETED")]
    [InlineData("FAILED")]
    [InlineData("CANCELLED")]
    public async Task R2_Database_WhenAnEndStatusIsChanged_Refuses(string end)
    {
        await InsertRunAsync(end);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => ExecuteAsync("update workflow_runs set status = 'RUNNING'"));

        Assert.Equal("WF001", refused.SqlState);
        Assert.Contains(end, refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R3_Flush_WhenAStepIsAlreadyCompleted_NeverWritesItAgain(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run, Step("/do/0/a", StepStatus.Completed, "1"));
        await FlushAsync(start, beside);

        await FlushAsync(End(start, Step("/do/0/a", StepStatus.Failed, "2")), beside);

        Assert.Equal(
            "COMPLETED 1", await ScalarAsync<string>("select status || ' ' || output_data from step_executions"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R3_Flush_WhenARunFromAMessageIsNotPendingAnyMore_SaysMovedSoThatItIsLoaded(bool beside)
    {
        var run = await InsertRunAsync("RUNNING", revision: 1);

        Assert.Equal(CommitOutcome.Moved, await FlushAsync(Start(run, Step("/do/0/a", StepStatus.Completed)), beside));

        Assert.Equal(0, await StepsAsync(run));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flush_WhenTheAcknowledgementWasLost_SaysCommittedOnTheSecondTry(bool beside)
    {
        var run = await InsertRunAsync();
        var start = Start(run, Step("/do/0/a", StepStatus.Completed, "1"));
        await FlushAsync(start, beside);

        Assert.Equal(CommitOutcome.Committed, await FlushAsync(start with { IsRepeat = true }, beside));
        Assert.Equal(CommitOutcome.Committed, await FlushAsync(End(start), beside));
        Assert.Equal(CommitOutcome.Committed, await FlushAsync(End(start) with { IsRepeat = true }, beside));
        Assert.Equal(1, await StepsAsync(run));
    }

    // Found by the simulation.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R5_Flush_WhenAnotherExecutorOfTheSameOwnerMovedTheRunByAsMuch_SaysMoved(bool beside)
    {
        var run = await InsertRunAsync("RUNNING", revision: 1);
        var park = Start(run) with
        {
            From = RunStatus.Running, FromRevision = 1, ToRevision = 2, WakeAt = Now.AddHours(1),
        };
        var begin = park with { WakeAt = null, Steps = [Step("/do/1/b", StepStatus.Running)] };
        await FlushAsync(park, beside);

        Assert.Equal(CommitOutcome.Moved, await FlushAsync(begin, beside));
        Assert.Equal(CommitOutcome.Moved, await FlushAsync(begin with { IsRepeat = true }, beside));
        Assert.Equal(0, await StepsAsync(run));
    }

    [Fact]
    public async Task Flush_WhenThereIsNoSuchRun_SaysGone() =>
        Assert.Equal(CommitOutcome.Gone, await FlushAsync(Start(Guid.CreateVersion7())));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task R9_Flush_WhenOnePayloadIsRefused_OnlyThatRunIsRefused(int culprits)
    {
        var commits = new List<RunCommit>();
        for (var i = 0; i < 20; i++)
        {
            var isCulprit = i % 3 == 0 && i / 3 < culprits;
            var step = Step("/do/0/a", StepStatus.Failed) with { ErrorMessage = isCulprit ? "a NUL \0 here" : "fine" };
            commits.Add(Start(await InsertRunAsync(), step));
        }

        var results = await Store.FlushAsync(commits, CancellationToken.None);

        Assert.Equal(culprits, results.Count(result => result.Outcome == CommitOutcome.Refused));
        Assert.Equal(20 - culprits, results.Count(result => result.Outcome == CommitOutcome.Committed));
        Assert.All(
            results.Where(result => result.Reason is not null),
            result => Assert.Contains("22021", result.Reason!, StringComparison.Ordinal));
        Assert.Equal(
            20 - culprits, await ScalarAsync<long>("select count(*) from workflow_runs where status = 'RUNNING'"));
    }

    [Fact]
    public async Task Flush_WhenPayloadsHoldNulEscapesAndLoneSurrogates_StoresThem()
    {
        var run = await InsertRunAsync();
        const string odd = """{"nul":"\u0000","lone":"\ud800"}""";

        Assert.Equal(CommitOutcome.Committed, await FlushAsync(Start(run, Step("/do/0/a", StepStatus.Completed, odd))));

        Assert.Equal(odd, await ScalarAsync<string>("select output_data::text from step_executions"));
    }

    [Fact]
    public async Task R9_Flush_WhenAPayloadIsNoUtf8_StoresWhatStandsForIt()
    {
        var broken = new RawJson(new byte[] { (byte)'"', 0xC3, (byte)'"' });
        var step = Step("/do/0/a", StepStatus.Completed) with { Output = broken };

        Assert.Equal(CommitOutcome.Committed, await FlushAsync(Start(await InsertRunAsync(), step)));

        Assert.Equal("\"\uFFFD\"", await ScalarAsync<string>("select output_data::text from step_executions"));
    }

    [Fact]
    public async Task R9_Flush_WhenAMessageOrANameHoldsHalfACharacter_KeepsItAndTheOthersOfTheBatch()
    {
        var commits = new List<RunCommit>();
        foreach (var step in new[]
        {
            Step("/do/0/a", StepStatus.Failed) with { ErrorMessage = "half \ud83d" },
            Step("/do/1/b", StepStatus.Failed) with { ToolName = "\udc00 tool" },
            Step("/do/2/c", StepStatus.Failed) with { ErrorMessage = "whole \ud83d\ude00" },
        })
        {
            commits.Add(Start(await InsertRunAsync(), step));
        }

        var results = await Store.FlushAsync(commits, CancellationToken.None);

        Assert.All(results, result => Assert.Equal(CommitOutcome.Committed, result.Outcome));
        Assert.Equal("half \uFFFD, \uFFFD tool, whole \ud83d\ude00", await ScalarAsync<string>(
            "select string_agg(concat(error_message, tool_name), ', ' order by step_path) from step_executions"));
    }

    [Fact]
    public async Task Flush_WhenParkedWithAnUnreadInboxRow_IsDueAtOnce()
    {
        var run = await InsertRunAsync();
        var task = Guid.NewGuid();
        var call = Step("/do/0/call", StepStatus.Running) with { TaskId = task };
        var start = Start(run, call);
        await FlushAsync(start);
        await ExecuteAsync(
            "insert into run_inbox (run_id, kind, unique_key, shard) " +
            $"values ('{run}', 'agent_result', '{task}', {Shard})");
        var park = start with
        {
            From = RunStatus.Running,
            FromRevision = 1,
            ToRevision = 2,
            Steps = [],
            WakeAt = DateTimeOffset.UnixEpoch.AddYears(100),
        };

        await FlushAsync(park);
        Assert.True(await ScalarAsync<bool>("select wake_at <= now() from workflow_runs"));

        await FlushAsync(park with
        {
            FromRevision = 2,
            ToRevision = 3,
            Steps = [call with { Status = StepStatus.Completed, CompletedAt = Now }],
            InboxRead = [task.ToString()],
            WakeAt = null,
        });
        await FlushAsync(park with { FromRevision = 3, ToRevision = 4 });
        Assert.True(await ScalarAsync<bool>("select wake_at > now() + interval '10 years' from workflow_runs"));
    }
}
