using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Definitions.Syntax;
using Workflow.Execution;
using Workflow.Execution.Agents;
using Workflow.Execution.Children;
using Workflow.Execution.Journal;
using Workflow.Execution.Ownership;
using Workflow.Execution.Runs;
using Workflow.Execution.Signals;
using Workflow.Execution.Tasks;
using Workflow.Execution.Tasks.CallAgent;
using Workflow.Execution.Tasks.Emit;
using Workflow.Execution.Tasks.RunWorkflow;
using Workflow.Jq;
using Workflow.Model;
using JournalOfRuns = Workflow.Execution.Journal.Journal;

namespace Workflow.Cli.Local;

/// <summary>The platform's executor in this process, on a store in memory: no database, no broker, no bridge. Runs are
/// never parked.</summary>
internal sealed class LocalEngine : IAgentDirectory, IChildRuns, IRunSignals, IRunEvents, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, (CentralizedExecutor Executor, int Level)> _running = new();
    private readonly ExecutionOptions _options = new();
    private readonly ChildWaits _children = new();
    private readonly LocalSurroundings _around;
    private readonly TimeProvider _time;
    private readonly ShardHold _hold;
    private readonly JournalOfRuns _journal;
    private readonly SlotPool _slots;
    private readonly TaskInterpreter _interpreter;
    private long _arrivals;

    public LocalEngine(LocalSurroundings around, TimeProvider time)
    {
        (_around, _time) = (around, time);
        _hold = new ShardHold(new ShardClaim(0, 1, Guid.NewGuid()), time);
        _journal = new JournalOfRuns(Store, new JournalOptions(), time, NullLogger<JournalOfRuns>.Instance, this);
        _slots = new SlotPool(_options.SlotsMax);
        var calls = new AgentCalls(around.Sender, _options, time);
        around.Sender.Calls = calls;
        _interpreter = new TaskInterpreter(
            new TaskRunners(
                new CallAgentRunner(calls, this, _options),
                around.Tools(_options),
                new RunWorkflowRunner(this, _children, _options),
                new EmitRunner(this, _options),
                _options),
            _options);
        _journal.Start();
    }

    public MemoryStore Store { get; } = new();

    /// <summary>Executes a run to its end, or until it is stopped.</summary>
    public async Task RunAsync(
        Guid run, WorkflowDefinition definition, JqValue input, CancellationToken ct, int level = 0)
    {
        Store.TryAdd(run);
        var executor = new CentralizedExecutor(
            new RunStart { RunId = run, Hold = _hold, Definition = definition, Input = input }, _journal, _interpreter,
            _slots, _options, _time, NullLogger<CentralizedExecutor>.Instance);
        _running[run] = (executor, level);
        using var stop = ct.Register(() => executor.Release(RunExit.Released));
        await executor.RunAsync();
        _running.TryRemove(run, out _);
    }

    public ValueTask<AgentEntry?> FindAsync(string name, CancellationToken ct) => ValueTask.FromResult(
        _around.Agents.TryGetValue(name, out var endpoint)
            ? new AgentEntry(name, endpoint.ToString(), null, Enabled: true)
            : null);

    public ValueTask<ChildEntryResult> EnterAsync(ChildRequest request, CancellationToken ct) =>
        ValueTask.FromResult(new ChildEntryResult(Enter(request)));

    public ValueTask<SignalSentResult> SendAsync(
        Guid from, Guid to, string eventId, RawJson cloudEvent, CancellationToken ct)
    {
        if (!_running.TryGetValue(to, out var run))
        {
            return ValueTask.FromResult(new SignalSentResult(
                Store.Contains(to) ? SignalSent.Ended : SignalSent.UnknownRun));
        }

        run.Executor.Deliver(new ArrivedSignal(
            ArrivedSignal.KeyOfGiven(eventId), Interlocked.Increment(ref _arrivals), _time.GetUtcNow(), cloudEvent));
        return ValueTask.FromResult(new SignalSentResult(SignalSent.Kept));
    }

    /// <summary>There is no topic here: the event is its step's output, and nobody else's.</summary>
    public Task PublishAsync(Guid from, RawJson cloudEvent, CancellationToken ct) => Task.CompletedTask;

    public void Committed(IReadOnlyList<RunEvent> events)
    {
        // Whoever watches looks at the store.
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _slots.Dispose();
        _hold.Dispose();
    }

    private ChildEntry Enter(ChildRequest request)
    {
        if (_around.DefinitionOf(request.Workflow) is not { } definition)
        {
            return ChildEntry.UnknownWorkflow;
        }

        var level = _running.TryGetValue(request.ParentId, out var parent) ? parent.Level + 1 : 1;
        if (level > _options.ChildLevelsMax)
        {
            return ChildEntry.TooDeep;
        }

        if (Store.TryAdd(request.ChildId))
        {
            _ = RunChildAsync(request, definition, level);
        }

        return ChildEntry.Entered;
    }

    private async Task RunChildAsync(ChildRequest request, WorkflowDefinition definition, int level)
    {
        var input = JqValue.ParseOrNull(request.Input.Utf8.Span);
        await RunAsync(request.ChildId, definition, input, CancellationToken.None, level);
        var end = Store.Read(request.ChildId, row => new ChildEnd(
            request.ChildId, row.Status.ToJson(), row.Output, row.Error, row.ErrorMessage));
        _children.TryDeliver(request.TaskId, end);
    }
}
