using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Database.Recovery;
using Workflow.Database.Signals;
using Workflow.Database.Transitions;
using Workflow.ExecutionConsumer;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>What arrives for runs, of every kind.</summary>
[Collection(OwnerCollection.Name)]
public sealed class InboxTests(PostgresFixture postgres) : JournalTest(postgres)
{
    [Fact]
    public async Task DropStale_WhenRowsAreOfSeveralKinds_DropsOnlyThoseWhoseStepHasEnded()
    {
        var run = await InsertRunAsync();
        var (open, ended) = (Guid.NewGuid(), Guid.NewGuid());
        await FlushAsync(Start(
            run, Step("/do/0/a", StepStatus.Running) with { TaskId = open },
            Step("/do/1/b", StepStatus.Completed) with { TaskId = ended }));
        foreach (var (kind, key) in new[]
        {
            ("agent_result", open.ToString()), ("agent_result", ended.ToString()), ("child_end", open.ToString()),
            ("child_end", ended.ToString()), ("signal", "approved by hand"), ("callback", ended.ToString()),
        })
        {
            await ExecuteAsync(
                "insert into run_inbox (run_id, kind, unique_key, shard) " +
                $"values ('{run}', '{kind}', '{key}', {Shard})");
        }

        await new RunInbox(Data).DropStaleAsync([Shard], CancellationToken.None);

        Assert.Equal($"agent_result {open}, callback {ended}, child_end {open}, signal approved by hand",
            await ScalarAsync<string>(
                "select string_agg(kind || ' ' || unique_key, ', ' order by kind) from run_inbox"));
    }

    [Fact]
    public async Task Commit_WhenSignalsAreTakenIn_KeepsOnlyTheIdsThatTheirSendersChoseAndThoseUntilTheEnd()
    {
        var run = await InsertRunAsync();
        var start = Start(run, Step("/do/0/a", StepStatus.Running));
        await FlushAsync(start);
        await SignalsAsync(run, "signal:mine", "signal#drawn", "signal:later");
        var next = start with
        {
            From = RunStatus.Running, FromRevision = 1, ToRevision = 2,
            Steps = [Step("/do/0/a", StepStatus.Completed)], InboxRead = ["signal:mine", "signal#drawn"],
        };

        Assert.Equal(CommitOutcome.Committed, await FlushAsync(next));

        Assert.Equal("signal:later f t, signal:mine t f", await ScalarAsync<string>(
            "select string_agg(concat_ws(' ', unique_key, (read_at is not null)::text::char, " +
            "(payload is not null)::text::char), ', ' order by unique_key) from run_inbox"));
        Assert.Single(Assert.Single(await new RunLoader(Data).LoadAsync([run], CancellationToken.None)).Signals);
        Assert.Equal(
            SignalFate.Known, (await new SignalStore(Data).SendAsync(
                null, run, "signal:mine", RawJson.FromText("{}"), 10, CancellationToken.None))!.Value.Fate);

        Assert.Equal(CommitOutcome.Committed, await FlushAsync(End(next) with { InboxRead = ["signal:later"] }));
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from run_inbox"));
    }

    [Fact]
    public async Task Park_WhenASignalWasLookedAt_SleepsOnAndIsWokenOnlyByALaterOne()
    {
        var run = await InsertRunAsync();
        var start = Start(run);
        await FlushAsync(start);
        await SignalsAsync(run, "signal#1");
        var first = await ScalarAsync<long>("select arrival from run_inbox");
        Assert.Single(await FoundAsync());
        var park = start with
        {
            From = RunStatus.Running, FromRevision = 1, ToRevision = 2, Steps = [], SignalsSeen = first,
            WakeAt = DateTimeOffset.UnixEpoch.AddYears(100),
        };

        await FlushAsync(park);
        Assert.True(await ScalarAsync<bool>("select wake_at > now() from workflow_runs"));
        Assert.Empty(await FoundAsync());

        await SignalsAsync(run, "signal#2");
        Assert.Single(await FoundAsync());
        await FlushAsync(park with { FromRevision = 2, ToRevision = 3 });
        Assert.True(await ScalarAsync<bool>("select wake_at <= now() from workflow_runs"));

        await ExecuteAsync("update workflow_runs set paused_at = now()");
        Assert.Empty(await FoundAsync());
    }

    [Fact]
    public async Task R3_Inbox_WhenACommitTakesInWhatItSaysWasLookedAt_BothHold()
    {
        var run = await InsertRunAsync();
        var start = Start(run, Step("/do/0/a", StepStatus.Running));
        await FlushAsync(start);
        await SignalsAsync(run, "signal:1", "event:2", "signal:3", "signal:4");
        var newest = await ScalarAsync<long>("select max(arrival) from run_inbox");

        await FlushAsync(start with
        {
            From = RunStatus.Running, FromRevision = 1, ToRevision = 2, Steps = [], SignalsSeen = newest,
            InboxRead = ["signal:1"], InboxDropped = ["event:2", "signal:3"],
        });

        Assert.Equal("signal:1 true false, signal:4 false true", await ScalarAsync<string>("""
            select string_agg(concat_ws(' ', unique_key, (read_at is not null)::text, is_seen::text), ', '
                              order by arrival)
              from run_inbox
            """));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("update workflow_runs set status = 'FAILED'")]
    public async Task R9_Inbox_WhenTheRunEnds_IsEmptied(string how)
    {
        var run = await InsertRunAsync("RUNNING");
        await SignalsAsync(run, "signal#1", "signal:2");

        if (how == "cancel")
        {
            await new CancelRun(Data).RunAsync(null, run, "me", null, CancellationToken.None);
        }
        else
        {
            await ExecuteAsync(how);
            await new RunInbox(Data).DropStaleAsync([Shard], CancellationToken.None);
        }

        Assert.Equal(0, await ScalarAsync<long>("select count(*) from run_inbox"));
    }

    [Fact]
    public async Task Checkpoint_WhenReported_StaysWithItsAttemptUnlessALaterOneIsThere()
    {
        var run = await InsertRunAsync();
        var (open, ended) = (Guid.NewGuid(), Guid.NewGuid());
        var start = Start(
            run, Step("/do/0/a", StepStatus.Running) with { TaskId = open },
            Step("/do/1/b", StepStatus.Completed) with { TaskId = ended });
        await FlushAsync(start);
        Task KeepAsync(string json, int second) => new StepCheckpoints(Data).KeepAsync(
            [
                new ReportedCheckpoint(run, open, RawJson.FromText(json), Now.AddSeconds(second)),
                new ReportedCheckpoint(run, ended, RawJson.FromText(json), Now.AddSeconds(second)),
            ], CancellationToken.None);

        await KeepAsync("1", 1);
        await KeepAsync("3", 3);
        await KeepAsync("2", 2);
        await FlushAsync(start with
        {
            From = RunStatus.Running, FromRevision = 1, ToRevision = 2,
            Steps = [Step("/do/0/a", StepStatus.Failed) with { TaskId = open }],
        });
        await KeepAsync("4", 4);

        var loaded = Assert.Single(await new RunLoader(Data).LoadAsync([run], CancellationToken.None));
        Assert.Equal(
            ["/do/0/a Failed 4", "/do/1/b Completed "],
            loaded.Steps.OrderBy(step => step.Key.Path)
                .Select(step => $"{step.Key.Path} {step.Status} {step.Checkpoint}"));
    }

    [Fact]
    public async Task Checkpoint_WhenTwoHaveTheSameMoment_TheLaterOneStays()
    {
        var (run, task) = (await InsertRunAsync(), Guid.NewGuid());
        await FlushAsync(Start(run, Step("/do/0/a", StepStatus.Running) with { TaskId = task }));
        foreach (var json in new[] { "1", "2" })
        {
            await new StepCheckpoints(Data).KeepAsync(
                [new ReportedCheckpoint(run, task, RawJson.FromText(json), Now)], CancellationToken.None);
        }

        Assert.Equal("2", await ScalarAsync<string>("select checkpoint::text from step_executions"));
    }

    [Fact]
    public async Task CheckpointIntake_WhenSeveralOfABatchHaveTheSameMoment_KeepsTheLast()
    {
        var (run, task) = (await InsertRunAsync(), Guid.NewGuid());
        await FlushAsync(Start(run, Step("/do/0/a", StepStatus.Running) with { TaskId = task }));
        using var intake = new CheckpointIntake(
            new StepCheckpoints(Data), new ConsumerOptions(), TimeProvider.System,
            NullLogger<CheckpointIntake>.Instance);
        var kept = new TaskCompletionSource();
        foreach (var (json, second) in new[] { ("1", 0), ("2", 1), ("3", 1), ("4", 0) })
        {
            intake.Add(
                new AgentResult(
                    task, run, AgentOutcome.Checkpoint, RawJson.FromText(json), null, Shard, null,
                    Now.AddSeconds(second)),
                () => kept.TrySetResult());
        }

        await intake.StartAsync(CancellationToken.None);
        await kept.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("3", await ScalarAsync<string>("select checkpoint::text from step_executions"));
        await intake.StopAsync(CancellationToken.None);
    }

    private Task<List<OpenRun>> FoundAsync() =>
        new OpenRuns(Data).WithUnreadInboxAsync([Shard], 10, CancellationToken.None);

    private async Task SignalsAsync(Guid run, params string[] keys)
    {
        foreach (var key in keys)
        {
            var receipt = await new SignalStore(Data).SendAsync(
                "local", run, key, RawJson.FromText("{}"), 100, CancellationToken.None);
            Assert.Equal(SignalFate.Kept, receipt!.Value.Fate);
        }
    }

    [Fact]
    public async Task Abandoned_WhenTheWaitingStepOrItsRunHasEnded_AreFoundAndNoOthers()
    {
        var (waited, over) = (Guid.NewGuid(), Guid.NewGuid());
        var parent = await InsertRunAsync();
        await FlushAsync(Start(
            parent, Step("/do/0/a", StepStatus.Running) with { TaskId = waited },
            Step("/do/1/b", StepStatus.Failed) with { TaskId = over }));
        var ended = await InsertRunAsync("FAILED");
        await InsertChildAsync(parent, waited, "RUNNING");
        await InsertChildAsync(parent, over, "COMPLETED");
        await InsertChildAsync(parent, null, "RUNNING");
        var late = await InsertChildAsync(parent, over, "RUNNING");
        var orphan = await InsertChildAsync(ended, waited, "PENDING");

        var found = await new OpenRuns(Data).AbandonedAsync([Shard], 10, CancellationToken.None);

        Assert.Equal(new[] { late, orphan }.Order(), found.Select(run => run.RunId).Order());
    }

    private async Task<Guid> InsertChildAsync(Guid parent, Guid? task, string status)
    {
        var child = await InsertRunAsync(status);
        await ExecuteAsync(
            $"update workflow_runs set parent_run_id = '{parent}', " +
            $"parent_task_id = {(task is null ? "null" : $"'{task}'")} where run_id = '{child}'");
        return child;
    }
}
