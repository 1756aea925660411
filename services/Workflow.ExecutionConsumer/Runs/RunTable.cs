using System.Collections.Concurrent;
using Workflow.Execution;
using Workflow.Execution.Journal;
using Workflow.Execution.Ownership;
using Workflow.Execution.Runs;

namespace Workflow.ExecutionConsumer.Runs;

/// <summary>A run in memory.</summary>
/// <param name="Exit">Ends when the executor has let go of it.</param>
internal sealed record ActiveRun(CentralizedExecutor Executor, ShardHold Hold, Task<RunExit> Exit);

/// <summary>The runs in this process's memory. Thread-safe.</summary>
internal sealed class RunTable(
    Journal journal, TaskInterpreter interpreter, SlotPool slots, ExecutionOptions options, TimeProvider clock,
    ILogger<CentralizedExecutor> logger)
{
    private readonly ConcurrentDictionary<Guid, ActiveRun> _runs = new();
    private readonly SemaphoreSlim _room = new(0, 1);
    private int _unbegun;
    private volatile bool _isAbandoned;

    /// <summary>What follows an exit: set once at start.</summary>
    public Action<RunStart, RunExit>? Exited { get; set; }

    public int Count => _runs.Count;

    /// <summary>Runs that have not committed anything yet.</summary>
    public int Unbegun => Volatile.Read(ref _unbegun);

    public IEnumerable<ActiveRun> Active => _runs.Values;

    public Guid[] Ids => [.. _runs.Keys];

    public bool Contains(Guid runId) => _runs.ContainsKey(runId);

    /// <summary>Starts the run, unless it is in memory already.</summary>
    /// <returns>The run, or null when it was there.</returns>
    public ActiveRun? TryStart(RunStart start)
    {
        if (_isAbandoned || _runs.ContainsKey(start.RunId))
        {
            return null;
        }

        var executor = new CentralizedExecutor(start, journal, interpreter, slots, options, clock, logger);
        var exit = new Task<Task<RunExit>>(() => RunAsync(executor, start), TaskCreationOptions.DenyChildAttach);
        var run = new ActiveRun(executor, start.Hold, exit.Unwrap());
        if (!_runs.TryAdd(start.RunId, run))
        {
            return null;
        }

        Interlocked.Increment(ref _unbegun);
        _ = CountBegunAsync(executor);
        if (_isAbandoned)
        {
            // Since the first look: nobody else lets go of it.
            executor.Release(RunExit.Released);
        }

        // Begins when it can be found: whoever lets go of its hold meanwhile lets go of it.
        exit.Start(TaskScheduler.Current);
        return run;
    }

    public ActiveRun? Find(Guid runId) => _runs.GetValueOrDefault(runId);

    /// <summary>Lets go of every run of these holds; with <paramref name="flush"/> what has ended is committed
    /// first.</summary>
    public async Task ReleaseAsync(IReadOnlyCollection<ShardHold> holds, bool flush)
    {
        var runs = Active.Where(run => holds.Contains(run.Hold)).ToList();
        if (flush)
        {
            await Task.WhenAll(runs.Select(run => run.Executor.FlushAsync()));
        }

        runs.ForEach(run => run.Executor.Release(RunExit.Released));
        await Task.WhenAll(runs.Select(run => run.Exit));
    }

    /// <summary>Lets go of every run without waiting, since the process ends; none is started any more.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        foreach (var run in Active)
        {
            run.Executor.Release(RunExit.Released);
        }
    }

    /// <summary>Waits until a run has begun or left, or the time has passed.</summary>
    public Task WaitForRoomAsync(TimeSpan atMost, CancellationToken ct) => _room.WaitAsync(atMost, ct);

    private async Task<RunExit> RunAsync(CentralizedExecutor executor, RunStart start)
    {
        var exit = await executor.RunAsync();
        _runs.TryRemove(start.RunId, out _);
        SignalRoom();
        Exited?.Invoke(start, exit);
        return exit;
    }

    private async Task CountBegunAsync(CentralizedExecutor executor)
    {
        await executor.Begun;
        Interlocked.Decrement(ref _unbegun);
        SignalRoom();
    }

    private void SignalRoom()
    {
        try
        {
            if (_room.CurrentCount == 0)
            {
                _room.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else signalled at the same moment.
        }
    }
}
