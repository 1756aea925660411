using Workflow.Model;
using Workflow.Simulation.Checks;
using Workflow.Simulation.World;

namespace Workflow.Simulation.Store;

/// <summary>PostgreSQL as far as ownership needs it: rows, row locks, and statements that see what is
/// committed.</summary>
internal sealed class ModelDatabase(
    int shards, Mutant mutant, Ledger ledger, VirtualClock clock, Story story)
{
    private uint _tokens;

    public Mutant Mutant { get; } = mutant;

    public Ledger Ledger { get; } = ledger;

    public VirtualClock Clock { get; } = clock;

    public Story Story { get; } = story;

    public ShardRow[] Shards { get; } = [.. Enumerable.Range(0, shards).Select(_ => new ShardRow())];

    public SortedDictionary<Guid, RunRow> Runs { get; } = [];

    public Guid NewToken() => new(++_tokens, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    public bool Stands(ShardClaim claim) => Shards[claim.Shard].Claim == claim;

    /// <summary>Enters a run as <c>InsertRuns</c> and <c>AcceptForeignRun</c> do: <c>on conflict do
    /// nothing</c>.</summary>
    public bool Insert(Guid runId, int shard, RawJson plan) => Runs.TryAdd(runId, new RunRow
    {
        RunId = runId,
        Shard = shard,
        Plan = plan,
        CreatedAt = Clock.GetUtcNow(),
    });

    /// <summary>Every change of a run's status goes through here and is looked at.</summary>
    public void SetStatus(RunRow run, RunStatus to)
    {
        Ledger.Status(run.RunId, run.Status, to);
        if (to.IsEnd() && !run.Status.IsEnd())
        {
            run.EndedAfter = Clock.Elapsed;
        }

        run.Status = to;
    }

    /// <summary>CancelRun.Run: guarded, without fence, with the open steps (R6).</summary>
    public bool Cancel(Guid runId)
    {
        if (!Runs.TryGetValue(runId, out var run) || run.Status is not (RunStatus.Pending or RunStatus.Running))
        {
            return false;
        }

        SetStatus(run, RunStatus.Cancelled);
        Ledger.Coverage.Cancels++;
        run.Revision++;
        run.WakeAt = null;
        foreach (var step in run.Steps.Values.Where(step => !step.HasEnded).ToList())
        {
            run.Steps[step.Key] = step with { Status = StepStatus.Cancelled };
        }

        return true;
    }

    /// <summary>RunInbox.Add: only while the step is open.</summary>
    public bool AddToInbox(Guid runId, Guid taskId, RawJson payload) =>
        Runs.TryGetValue(runId, out var run)
        && run.Status == RunStatus.Running
        && run.Steps.Values.Any(step => step.TaskId == taskId && step.Status == StepStatus.Running)
        && run.Inbox.TryAdd(taskId.ToString(), payload);

    /// <summary>RunInbox.DropStale.</summary>
    public void DropStale(RunRow run)
    {
        foreach (var key in run.Inbox.Keys.Where(key => !IsOpen(run, key)).ToList())
        {
            run.Inbox.Remove(key);
        }
    }

    /// <summary>TaskLookup.Sql: whether an agent task is still wanted (R3, R6).</summary>
    public bool IsWanted(Guid runId, StepKey key) =>
        Runs.TryGetValue(runId, out var run)
        && !run.Status.IsEnd()
        && run.Steps.TryGetValue(key, out var step) && step.Status == StepStatus.Running;

    private static bool IsOpen(RunRow run, string key) =>
        run.Steps.Values.Any(step => !step.HasEnded && step.TaskId?.ToString() == key);
}
