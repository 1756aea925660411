using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Journal;
using Workflow.Execution.Ownership;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks;
using Workflow.Execution.Tasks.Emit;
using Workflow.Execution.Tasks.Wait;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Simulation;

/// <summary>What is simulated.</summary>
/// <param name="Recorded">Steps of a run that keep their results: those that reached outside are taken, where the
/// definition still has them; everything else is worked out anew.</param>
/// <param name="At">The moment at which the simulation begins.</param>
public sealed record SimulationRequest(
    WorkflowDefinition Definition, JqValue Input, GivenResults Results, IReadOnlyList<StepRecord> Recorded,
    DateTimeOffset At)
{
    public Guid RunId { get; init; } = Guid.CreateVersion7();
}

/// <summary>How far a simulation came.</summary>
/// <param name="Run">Its status is RUNNING when it needs results, or was cut off.</param>
/// <param name="Took">Simulated time: waits and delays between attempts, nothing else.</param>
/// <param name="IsCutOff">The time for simulations was over first.</param>
public sealed record SimulatedRun(
    MemoryRow Run, IReadOnlyList<NeededResult> Needs, IReadOnlyList<string> Unused, TimeSpan Took, bool IsCutOff);

/// <summary>Executes a definition as a consumer does, by the same executor, but reaches nothing outside: what others
/// would answer is given, waits pass at once, and nothing is kept.</summary>
public static class Simulator
{
    /// <summary>Keeps the thread busy until the run has ended, needs results, or is cut off.</summary>
    /// <param name="options">Limits of the run.</param>
    /// <param name="cutOff">Looked at between the steps; one expression has its own bounds.</param>
    public static SimulatedRun Run(SimulationRequest request, ExecutionOptions options, CancellationToken cutOff)
    {
        var clock = new SimulatedClock(request.At);
        var thread = new SimulatedThread();
        var outside = new OutsideRunner(request.Results, new HeardEvents(request.Recorded));
        var (store, row, nowhere) = (new MemoryStore(), RowOf(request), new Nowhere());
        store.TryAdd(request.RunId, row);
        using var hold = new ShardHold(new ShardClaim(0, 1, request.RunId), clock);
        using var slots = new SlotPool(1);
        var journal = new Journal.Journal(
            store, new JournalOptions { GatherWait = TimeSpan.Zero }, clock, NullLogger<Journal.Journal>.Instance,
            nowhere)
        {
            IsSimulated = true,
        };
        var (emit, wait) = (new EmitRunner(nowhere, options), new WaitRunner());
        var runners = new TaskRunners(node => node is EmitTask ? emit : node is WaitTask ? wait : outside);
        var path = new List<StepKey>();
        var executor = new CentralizedExecutor(
            StartOf(request, hold, row, path.Add), journal, new TaskInterpreter(runners, options), slots, options,
            clock, NullLogger<CentralizedExecutor>.Instance);
        var running = thread.Begin(() =>
        {
            journal.Start();
            return executor.RunAsync();
        });
        var isCutOff = !GoOn(thread, clock, outside, running, cutOff);
        var needs = outside.Needs;
        _ = thread.Begin(() =>
        {
            executor.Release(RunExit.Released);
            return running;
        });
        thread.RunDry(() => false);
        KeepPath(row, path);
        return new SimulatedRun(row, needs, request.Results.Unused, clock.Now - request.At, isCutOff);
    }

    /// <returns>False when it was cut off.</returns>
    private static bool GoOn(
        SimulatedThread thread, SimulatedClock clock, OutsideRunner outside, Task running, CancellationToken cutOff)
    {
        do
        {
            if (!thread.RunDry(() => cutOff.IsCancellationRequested))
            {
                return false;
            }
        }
        while (!running.IsCompleted && outside.Needs.Count == 0 && clock.FireNext());
        return true;
    }

    /// <summary>Leaves the steps that the flow came by, in that order: not what is recorded elsewhere.</summary>
    private static void KeepPath(MemoryRow row, List<StepKey> path)
    {
        var known = row.Steps.ToDictionary();
        row.Steps.Clear();
        foreach (var key in path)
        {
            if (known.TryGetValue(key, out var step))
            {
                row.Steps.TryAdd(key, step);
            }
        }
    }

    private static RunStart StartOf(
        SimulationRequest request, ShardHold hold, MemoryRow row, Action<StepKey> onReached) => new()
    {
        OnReached = onReached,
        RunId = request.RunId,
        Hold = hold,
        Definition = request.Definition,
        Input = request.Input,
        Status = row.Status,
        Revision = row.Revision,
        StartedAt = row.StartedAt,
        Steps = [.. row.Steps.Values],
        Alone = true,
        IsSimulated = true,
    };

    private static MemoryRow RowOf(SimulationRequest request)
    {
        var row = new MemoryRow();
        var reaching = TaskTree.Of(request.Definition).Where(OutsideRunner.IsFor).Select(node => node.Pointer)
            .ToHashSet();
        foreach (var step in request.Recorded.Where(step => step.HasEnded && reaching.Contains(step.Key.Path)))
        {
            row.Steps[step.Key] = step;
        }

        if (row.Steps.Count > 0)
        {
            (row.Status, row.Revision, row.StartedAt) = (RunStatus.Running, 1, request.At);
        }

        return row;
    }
}
