using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Definitions;
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
using Workflow.Execution.Tasks.Tools;
using Workflow.Jq;
using Workflow.Model;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Secrets;
using Workflow.Tools.A2a;
using Workflow.Tools.AsyncApi;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Logins.Tokens;
using Workflow.Tools.Mcp;
using Workflow.Tools.OpenApi;
using Workflow.Tools.Processes;
using Workflow.Tools;
using Xunit;
using JournalOfRuns = Workflow.Execution.Journal.Journal;

namespace Workflow.UnitTests.Execution;

/// <summary>The executor on a store in memory, with agents that a test decides.</summary>
internal sealed class Engine
    : IAgentDirectory, IAgentTaskSender, IChildRuns, IRunSignals, IRunEvents, IAsyncDisposable
{
    private readonly JournalOfRuns _journal;
    private readonly TaskInterpreter _interpreter;
    private readonly List<RunEvent> _events = [];
    private Task? _stopped;

    public Engine(ExecutionOptions? options = null, HttpMessageHandler? http = null)
    {
        Options = options ?? new ExecutionOptions();
        _journal = new JournalOfRuns(Store, new(), Clock, NullLogger<JournalOfRuns>.Instance, this);
        _journal.Start();
        Calls = new AgentCalls(this, Options, Clock);
        Hold = new ShardHold(new ShardClaim(0, 1, Guid.NewGuid()), Clock);
        _interpreter = new TaskInterpreter(
            new TaskRunners(
                new CallAgentRunner(Calls, this, Options),
                Tools(new OutgoingClient(http ?? new HttpClientHandler(), new ToolOptions().Limits)),
                new RunWorkflowRunner(this, Children, Options),
                new EmitRunner(this, Options),
                Options),
            Options);
    }

    public ManualClock Clock { get; } = new();

    public MemoryStore Store { get; } = new();

    public SlotPool Slots { get; } = new(4);

    public ExecutionOptions Options { get; }

    public AgentCalls Calls { get; }

    public ChildWaits Children { get; } = new();

    public ShardHold Hold { get; }

    public Guid RunId { get; } = Guid.Parse("0190a000-0000-7000-8000-000000000001");

    /// <summary>Tasks sent, in order.</summary>
    public ConcurrentQueue<AgentTask> Sent { get; } = new();

    /// <summary>What agents answer at once; an agent that is not here answers when the test delivers.</summary>
    public Dictionary<string, Func<AgentTask, AgentResult>> Agents { get; } = [];

    /// <summary>What the registry says of an agent; one that is not here has an endpoint and no more.</summary>
    public Dictionary<string, AgentEntry> Registered { get; } = [];

    /// <summary>Children asked for, in order, with the steps committed at that moment.</summary>
    public ConcurrentQueue<(ChildRequest Request, IReadOnlyList<StepRecord> Steps)> Asked { get; } = new();

    /// <summary>What becomes of a child that is asked for.</summary>
    public Func<ChildRequest, ChildEntryResult> Enter { get; set; } = _ => new(ChildEntry.Entered);

    /// <summary>Events sent to other runs, in order, with the steps committed at that moment.</summary>
    public ConcurrentQueue<(Guid To, string Id, string Event, IReadOnlyList<StepRecord> Steps)> Emitted { get; } =
        new();

    /// <summary>What becomes of an event that is sent to another run.</summary>
    public SignalSent Emit { get; set; }

    /// <summary>Events for the topic, with the steps that were committed then.</summary>
    public ConcurrentQueue<(string Event, IReadOnlyList<StepRecord> Steps)> Published { get; } = new();

    private ToolRunners Tools(OutgoingClient client)
    {
        var options = new ToolOptions();
        var http = new HttpTool(client, options);
        return new ToolRunners(
            http,
            new OpenApiTool(http, new OpenApiDocuments(http, options, Clock)),
            new McpTool(new McpSessions(client, options, Clock), client, options),
            new A2aTool(http, options),
            new AsyncApiTool(http, new NoKafka(), new NoKafka(), options),
            new ProcessTool(new ProcessOptions()),
            new ToolLogins(
                SecretSource.Empty, SecretHosts.Of("", isLocal: false), new ToolTokens(http, options, Clock)),
            Options);
    }

    /// <summary>A whole definition around tasks.</summary>
    public static string Document(string tasks) =>
        $"document: {{ dsl: '1.0.0', namespace: t, name: t, version: '1.0.0' }}\n{tasks}";

    /// <summary>Runs a definition whose tasks are given as YAML, from its start or from recorded steps.</summary>
    public async Task<Ended> RunAsync(string tasks, string input = "null", IReadOnlyList<StepRecord>? recorded = null)
    {
        var (executor, exit) = Start(tasks, input, recorded);
        _ = executor;
        return await EndAsync(exit);
    }

    public (CentralizedExecutor Executor, Task<RunExit> Exit) Start(
        string tasks, string input = "null", IReadOnlyList<StepRecord>? recorded = null,
        DateTimeOffset? startedAt = null, Dictionary<string, RawJson>? inbox = null,
        IReadOnlyList<ArrivedSignal>? signals = null, Dictionary<Guid, DateTimeOffset>? accepted = null)
    {
        var read = DefinitionReader.Read(Document(tasks));
        Assert.True(read.IsValid, string.Join('\n', read.Errors));
        var isReplay = recorded is not null;
        Store.Facts = new RunFacts("local", null, read.Definition.TaskCount);
        Store[RunId] = isReplay ? (RunStatus.Running, 1) : (RunStatus.Pending, 0);
        var start = new RunStart
        {
            RunId = RunId,
            Hold = Hold,
            Definition = read.Definition,
            Input = JqValue.Parse(input),
            Status = isReplay ? RunStatus.Running : RunStatus.Pending,
            Revision = isReplay ? 1 : 0,
            Pause = Store.Pause,
            StartedAt = isReplay ? startedAt ?? Clock.GetUtcNow() : null,
            Steps = recorded ?? [],
            Inbox = inbox ?? [],
            Signals = signals ?? [],
            Accepted = accepted ?? [],
        };
        var executor = new CentralizedExecutor(
            start, _journal, _interpreter, Slots, Options, Clock, NullLogger<CentralizedExecutor>.Instance);
        return (executor, executor.RunAsync());
    }

    public async Task<Ended> EndAsync(Task<RunExit> exit)
    {
        var why = await exit.WaitAsync(TimeSpan.FromSeconds(60));
        var last = Store.Commits.LastOrDefault();
        return new Ended(why, Store[RunId].Status, last?.Output.ToString(), last?.ErrorMessage, last?.Error.ToString());
    }

    /// <summary>What the journal told of its commits, in order. It tells after a run knows of its end: only when it
    /// has stopped is all told.</summary>
    public async Task<IReadOnlyList<RunEvent>> StopAndListEventsAsync()
    {
        await StopAsync();
        return _events;
    }

    public void Committed(IReadOnlyList<RunEvent> events) => _events.AddRange(events);

    public void Send(AgentTask task)
    {
        Sent.Enqueue(task);
        if (Agents.TryGetValue(task.Agent, out var answer))
        {
            Calls.TryDeliver(answer(task), _ => { });
        }
    }

    public ValueTask<ChildEntryResult> EnterAsync(ChildRequest request, CancellationToken ct)
    {
        Asked.Enqueue((request, Store.StepsOf(RunId)));
        return ValueTask.FromResult(Enter(request));
    }

    public ValueTask<SignalSentResult> SendAsync(
        Guid from, Guid to, string eventId, RawJson cloudEvent, CancellationToken ct)
    {
        Emitted.Enqueue((to, eventId, cloudEvent.ToString(), Store.StepsOf(RunId)));
        return ValueTask.FromResult(new SignalSentResult(Emit));
    }

    public Task PublishAsync(Guid from, RawJson cloudEvent, CancellationToken ct)
    {
        Published.Enqueue((cloudEvent.ToString(), Store.StepsOf(RunId)));
        return Task.CompletedTask;
    }

    public ValueTask<AgentEntry?> FindAsync(string name, CancellationToken ct) => ValueTask.FromResult(
        name == "Missing" ? null : Registered.GetValueOrDefault(name)
            ?? new AgentEntry(name, "http://agent", null, Enabled: name != "Disabled"));

    public AgentResult Completed(AgentTask task, string output) => new(
        task.TaskId, task.RunId, AgentOutcome.Completed, RawJson.FromText(output), null, 0, null, Clock.GetUtcNow());

    public AgentResult Failed(AgentTask task, int status) => new(
        task.TaskId, task.RunId, AgentOutcome.Failed, default,
        new AgentError(StandardErrors.Communication, status, "It failed.", null), 0, null, Clock.GetUtcNow());

    /// <summary>Statuses of the steps by name, iteration and attempt, in order of their key.</summary>
    public string StepText() => string.Join(' ', Store.StepsOf(RunId)
        .OrderBy(step => step.Key.Path, StringComparer.Ordinal)
        .ThenBy(step => step.Key.Iteration, StringComparer.Ordinal)
        .ThenBy(step => step.Key.Attempt)
        .Select(step => $"{step.StepId}[{step.Key.Iteration}#{step.Key.Attempt}]={step.Status}"));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Slots.Dispose();
    }

    private Task StopAsync() => _stopped ??= _journal.DisposeAsync().AsTask();
}

/// <summary>How a run ended.</summary>
internal sealed record Ended(RunExit Exit, RunStatus Status, string? Output, string? Message, string? Error);
