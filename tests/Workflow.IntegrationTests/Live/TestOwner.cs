using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Database.Ownership;
using Workflow.Database.Transitions;
using Workflow.Execution.Journal;
using Workflow.Execution.Ownership;
using Workflow.IntegrationTests.Api;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;
using JournalOfRuns = Workflow.Execution.Journal.Journal;

namespace Workflow.IntegrationTests.Live;

/// <summary>Commits changes of runs as an owner does, through the real journal, and decides which events get
/// out.</summary>
internal sealed class TestOwner : IRunEvents, IAsyncDisposable
{
    private readonly ApiHost _api;
    private readonly ShardTable _shards;
    private readonly JournalOfRuns _journal;
    private readonly Dictionary<int, ShardHold> _holds = [];
    private readonly ConcurrentDictionary<(Guid RunId, long Revision), TaskCompletionSource> _told = new();

    public TestOwner(ApiHost api)
    {
        _api = api;
        _shards = new ShardTable(api.Database, TimeProvider.System, TimeSpan.FromSeconds(1));
        _journal = new JournalOfRuns(
            new JournalStore(api.Database), new JournalOptions(), TimeProvider.System,
            NullLogger<JournalOfRuns>.Instance, this);
        _journal.Start();
    }

    /// <summary>False: as if the owner died before it could publish.</summary>
    public bool Publishes { get; set; } = true;

    /// <summary>Every event there was, published or not.</summary>
    public List<RunEvent> Events { get; } = [];

    public void Committed(IReadOnlyList<RunEvent> events)
    {
        Events.AddRange(events);
        if (Publishes)
        {
            foreach (var change in events)
            {
                Publish(change);
            }
        }

        foreach (var change in events)
        {
            ToldOf(change.RunId, change.Revision).TrySetResult();
        }
    }

    /// <summary>Ends when the event of a commit was made, which is after whoever waits for the commit was
    /// told.</summary>
    public Task UntilToldAsync(Guid runId, long revision) =>
        ToldOf(runId, revision).Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Publish(RunEvent change) => _api.Service<MessageProducer>().TrySend(
        Topics.RunEvents, null, Encoding.ASCII.GetBytes(change.RunId.ToString()), MessageCodec.Encode(change));

    /// <summary>Takes the run's shard, and the run in hand.</summary>
    public async Task<OwnedRun> OwnAsync(Guid runId)
    {
        var shard = await _api.QueryAsync<int>($"select shard from workflow_runs where run_id = '{runId}'");
        if (!_holds.TryGetValue(shard, out var hold))
        {
            var taken = await _shards.TakeAsync(shard, "test", CancellationToken.None);
            _holds[shard] = hold = new ShardHold(taken.Claim, TimeProvider.System);
        }

        return new OwnedRun(runId, new RunLog(_journal, runId, hold, RunStatus.Pending, 0, [])
        {
            StartedAt = TimeProvider.System.GetUtcNow(),
        }, this);
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private TaskCompletionSource ToldOf(Guid runId, long revision) => _told.GetOrAdd(
        (runId, revision), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>A run of a <see cref="TestOwner"/>; each call is one revision.</summary>
internal sealed class OwnedRun(Guid runId, RunLog log, TestOwner owner)
{
    private readonly Dictionary<string, StepRecord> _open = [];

    public Guid RunId => runId;

    public Task BeginAsync(params string[] steps)
    {
        foreach (var name in steps)
        {
            _open[name] = new StepRecord
            {
                Key = new StepKey($"/do/0/{name}", "0", 1),
                StepId = name,
                StepType = StepType.AgentExecution,
                AgentName = "Echo",
                Status = StepStatus.Running,
                StartedAt = TimeProvider.System.GetUtcNow(),
            };
            log.Put(_open[name]);
        }

        return CommitAsync();
    }

    public Task EndAsync(string step)
    {
        _open.Remove(step, out var record);
        log.Put(record! with { Status = StepStatus.Completed, CompletedAt = TimeProvider.System.GetUtcNow() });
        return CommitAsync();
    }

    /// <summary>Steps that begin and end, each with a revision of its own.</summary>
    public async Task StepsAsync(int count, string prefix = "s")
    {
        for (var i = 0; i < count; i++)
        {
            await BeginAsync($"{prefix}{i}");
            await EndAsync($"{prefix}{i}");
        }
    }

    public Task CompleteAsync(string output = """{"done": true}""") => CommitAsync(new RunEdge(RunStatus.Completed)
    {
        CompletedAt = TimeProvider.System.GetUtcNow(),
        Output = RawJson.FromText(output),
    });

    public Task FailAsync(string message) => CommitAsync(new RunEdge(RunStatus.Failed)
    {
        CompletedAt = TimeProvider.System.GetUtcNow(),
        Error = RawJson.FromText("""{"type": "about:blank", "status": 500}"""),
        ErrorMessage = message,
    });

    private async Task CommitAsync(RunEdge? edge = null)
    {
        var result = await log.CommitAsync(edge);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        await owner.UntilToldAsync(runId, result.Mark!.Value.Revision);
    }
}
