using Workflow.Execution;
using Workflow.Model;
using Workflow.Simulation.Consumers;
using Workflow.Simulation.Store;

namespace Workflow.Simulation.Checks;

/// <summary>Looks at every start of an outside effect (R3, R5, R6).</summary>
internal sealed class Effects(ModelDatabase database, Ledger ledger)
{
    private static readonly TimeSpan ProofAgeMax = new ExecutionOptions().ProofAgeMax;

    /// <summary>A process has put an agent task on its topic.</summary>
    public void Sent(AgentTask task, Consumer consumer)
    {
        ledger.Coverage.Effects++;
        database.Story.Tell($"      {consumer.Name} sends step {task.Step} of run {Ledger.Short(task.RunId)}");
        var now = database.Clock.Elapsed;
        var run = database.Runs[task.RunId];
        var key = new StepKey(task.StepPath, task.Iteration, task.Attempt);
        var step = run.Steps.GetValueOrDefault(key);
        ledger.Check(step?.TaskId == task.TaskId, "R5",
            $"{consumer.Name} sent step {task.Step} of run {Ledger.Short(run.RunId)} before it was committed");
        ledger.Check(run.Steps.Values.Count(one => one.HasEnded) >= PlaceOf(task.StepPath), "R5",
            $"step {task.Step} of run {Ledger.Short(run.RunId)} was sent before the steps ahead of it were committed");
        if (consumer.Runs.Find(task.RunId) is not { } active)
        {
            return;
        }

        var claim = active.Hold.Claim;
        var isCurrent = database.Stands(claim);
        var lostFor = isCurrent
            ? TimeSpan.Zero : now - database.Shards[claim.Shard].LostAt.GetValueOrDefault(claim.Token);
        ledger.Check(lostFor <= ProofAgeMax, "R5",
            $"{consumer.Name} sent step {task.Step} of run {Ledger.Short(run.RunId)} " +
            $"{lostFor.TotalSeconds:0.0} s after its shard was taken");
        if (!consumer.Sent.Add(task.TaskId))
        {
            // Sent again by the one that waits: the bridge looks at the step before it calls anybody.
            return;
        }

        ledger.Check(step?.Status is not (StepStatus.Completed or StepStatus.Failed) || !isCurrent, "R3",
            $"{consumer.Name} sent step {task.Step} of run {Ledger.Short(run.RunId)}, whose end was committed");
        ledger.Check(run.EndedAfter is not { } ended || now - ended <= ProofAgeMax, "R6",
            $"{consumer.Name} sent step {task.Step} of run {Ledger.Short(run.RunId)} after the run had ended");
    }

    /// <summary>How many tasks stand before it: pointers of the list of the workflow are <c>/do/n/name</c>.</summary>
    private static int PlaceOf(string path) =>
        int.Parse(path.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
}
