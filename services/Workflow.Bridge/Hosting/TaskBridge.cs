using System.Data.Common;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Agents.A2a;
using Workflow.Bridge.Agents.Mcp;
using Workflow.Bridge.Breaking;
using Workflow.Bridge.Callbacks;
using Workflow.Bridge.Calls;
using Workflow.Bridge.Calls.Rates;
using Workflow.Bridge.Cancellations;
using Workflow.Bridge.Health;
using Workflow.Bridge.Intake;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Bridge.Results;
using Workflow.Database.Bridge;
using Workflow.Hosting;
using Workflow.Hosting.Callbacks;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Hosting;

/// <summary>One bridge: tasks off the topic, agents called, results back. Any number of them share the tasks.</summary>
public sealed class TaskBridge : IAsyncDisposable
{
    private static readonly TimeSpan AbortWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecordWait = TimeSpan.FromSeconds(5);

    /// <summary>Half of an agent's tasks must not be done much sooner: its calls would stand still.</summary>
    private static readonly TimeSpan RoomLook = TimeSpan.FromMilliseconds(50);

    private readonly BridgeOptions _options;
    private readonly KafkaOptions _kafka;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopTaking = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly MessageProducer _producer;
    private readonly SocketsHttpHandler _sockets;
    private readonly HttpClient _http;
    private readonly McpSessions _mcp;
    private readonly OpenWork _work;
    private readonly CallTable _calls = new();
    private readonly CrowdedOut _crowd;
    private readonly RecentResults _recent;
    private readonly CallRunner _runner;
    private readonly Admission _admission;
    private readonly HeartbeatSender _heartbeats;
    private readonly EndedCalls _ended;
    private readonly UnwantedTasks _unwanted;
    private readonly Doorbell _cancelled = new();
    private readonly BridgePresence _presence;
    private readonly FigureSender _figures;
    private readonly HealthProber _prober;
    private readonly GroupConsumer _tasks;
    private readonly BroadcastConsumer _cancellations;
    private readonly List<Task> _loops = [];

    public TaskBridge(
        BridgeOptions options, KafkaOptions kafka, BridgeDatabase database, SecretSource secrets, TimeProvider time,
        ILoggerFactory loggers, CallbackOptions? callbacks = null)
    {
        (_options, _kafka, _time, _logger) = (options, kafka, time, loggers.CreateLogger<TaskBridge>());
        var id = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
        _presence = database.PresenceOf(id, Environment.MachineName, Environment.ProcessId);
        _producer = new MessageProducer(kafka, loggers.CreateLogger<MessageProducer>());
        _sockets = AgentClient.NewHandler(options);
        _http = AgentClient.NewHttp(_sockets);
        _work = new OpenWork(options);
        _recent = new RecentResults(database.Lookup, time, loggers.CreateLogger<RecentResults>());
        var tokens = new TokenClient(_http, options, time, loggers.CreateLogger<TokenClient>());
        var logins = new AgentLogins(secrets, new AgentTokens(tokens.FetchAsync, time));
        var canceller = new AgentCanceller(
            _http, logins, options, time, loggers.CreateLogger<AgentCanceller>(), _stop.Token);
        var accepted = new AcceptedCalls(
            database.Accepted, _producer, canceller, time, loggers.CreateLogger<AcceptedCalls>());
        _unwanted = new UnwantedTasks(database.Accepted, canceller, time);
        var urls = new CallbackUrls(callbacks ?? new CallbackOptions(), time);
        var limits = new AnswerLimit(options, kafka);
        _mcp = new McpSessions(_sockets, logins, limits, options, time);
        var transports = new AgentTransports(
            new CancellingTransport(new AgentClient(_http, logins, options, kafka, time, urls), canceller),
            new A2aTransport(
                _sockets, new A2aCards(_sockets, logins, options, time), logins, limits, options, time,
                loggers.CreateLogger<A2aTransport>()),
            new McpTransport(_mcp, logins, limits, options, time, loggers.CreateLogger<McpTransport>()));
        var figures = new CallFigures(time);
        _figures = new FigureSender(figures, database.Figures, id, time);
        _prober = new HealthProber(
            _http, logins, database.Probes, id, time, loggers.CreateLogger<HealthProber>());
        _runner = new CallRunner(
            _calls, new AgentGates(options.CallsMax, options.CallsPerAgentMax, options.CallsPerAgentOwn),
            new RateGates(database.Rates.TryTakeAsync, time),
            new AgentBreakers(options, time, loggers.CreateLogger<AgentBreakers>()),
            new LateLook(database.Lookup, time),
            transports,
            new FinishedCalls(options.FinishedMax, options.FinishedBytesMax), accepted,
            new ResultSender(_producer, _recent, time, loggers.CreateLogger<ResultSender>()), figures, options,
            time, loggers.CreateLogger<CallRunner>());
        var deadLetters = new DeadLetterSender(
            _producer, time, loggers.CreateLogger<DeadLetterSender>(), _stop.Token);
        var intake = new TaskIntake(kafka, _work, deadLetters);
        _crowd = new CrowdedOut(_calls, options.OpenTasksPerAgentMax, time);
        _admission = new Admission(
            options, intake.Arrivals, _calls, _crowd, _runner, accepted, database.Lookup, time,
            loggers.CreateLogger<Admission>());
        _heartbeats = new HeartbeatSender(_calls, _crowd, _producer, id, time);
        _ended = new EndedCalls(_calls, database.Lookup, loggers.CreateLogger<EndedCalls>());
        _tasks = new GroupConsumer(
            kafka, Topics.AgentTasks, kafka.BridgeGroupId, intake, loggers.CreateLogger<GroupConsumer>());
        _cancellations = new BroadcastConsumer(
            kafka, [Topics.CancellationRequests],
            new CancellationListener(_calls, kafka, _cancelled, loggers.CreateLogger<CancellationListener>()), time,
            loggers.CreateLogger<BroadcastConsumer>());
    }

    /// <summary>Host, process and a part drawn at the start: its id in <c>consumers</c>.</summary>
    public string Id => _presence.Id;

    /// <summary>Called whenever the database has taken our sign of life; set before the start.</summary>
    public Action Seen { get; set; } = () => { };

    /// <summary>Tasks in memory: running, or waiting to.</summary>
    public int OpenTasks => _work.Tasks;

    public void Start()
    {
        _logger.BridgeStarted(Id, _kafka.BridgeGroupId, _options.CallsMax, _options.CallsPerAgentMax);
        Loop("sign of life", _options.Presence, TellAliveAsync);
        Loop("heartbeat", _options.Heartbeat, _heartbeats.BeatOnceAsync);
        Loop("look for room", RoomLook, _heartbeats.CallInOnceAsync);
        Loop("look for ended calls", _options.EndedLook, _ended.LookOnceAsync);
        Loop("figures of agents", _options.FigurePeriod, _figures.TellOnceAsync);
        Loop("look for health checks that are due", _options.HealthLook, _prober.LookOnceAsync);
        Loop("look for unwanted tasks", _options.EndedLook, _unwanted.LookOnceAsync, _cancelled);
        _loops.Add(Task.Run(() => _admission.RunAsync(_stopTaking.Token)));
        _cancellations.Start();
        _tasks.Start();
    }

    /// <summary>Takes nothing more, lets running calls finish within the grace and their owners record the results, and
    /// leaves. What is not finished stays on the topic. Partitions are kept meanwhile, so that nobody repeats a call
    /// that is about to end.</summary>
    /// <param name="ct">Ends the grace early.</param>
    public async Task StopAsync(CancellationToken ct)
    {
        _logger.BridgeStops(Id, _calls.Count, _options.Grace.TotalMilliseconds);
        _work.Stop();
        _runner.Stop();
        await _stopTaking.CancelAsync();
        _heartbeats.SendAway();
        await EmptyAsync(_options.Grace, ct);
        var left = _calls.All();
        left.ForEach(call => call.Abort(AbortReason.Stopping));
        await EmptyAsync(AbortWait, CancellationToken.None);
        await RecordedAsync(ct);
        await _stop.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_tasks.StopAsync(), _cancellations.StopAsync());
        await LeaveAsync();
        _logger.BridgeStopped(Id, left.Count);
    }

    public async ValueTask DisposeAsync()
    {
        _tasks.Dispose();
        _cancellations.Dispose();
        _producer.Dispose();
        await _mcp.DisposeAsync();
        _http.Dispose();
        _sockets.Dispose();
    }

    private async Task TellAliveAsync(CancellationToken ct)
    {
        await _presence.TellAsync(_calls.Runs, ct);
        Seen();
    }

    private void Loop(
        string name, TimeSpan period, Func<CancellationToken, Task> onceAsync, Doorbell? bell = null) => _loops.Add(
        Task.Run(() => new PeriodicLoop(name, period, _time, _logger, bell).RunAsync(onceAsync, _stop.Token)));

    private async Task EmptyAsync(TimeSpan atMost, CancellationToken ct) =>
        await _calls.WhenEmpty().WaitAsync(atMost, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RecordedAsync(CancellationToken ct)
    {
        using var limit = new CallLimit(
            deadline: null, _options.Grace < RecordWait ? _options.Grace : RecordWait, _time, ct);
        await _recent.WhenRecordedAsync(limit.Token);
    }

    private async Task LeaveAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(_kafka.CloseWait, _time);
            await _figures.LeaveAsync(limit.Token);
            await _presence.LeaveAsync(limit.Token);
        }
        catch (Exception error) when (error is DbException or OperationCanceledException)
        {
            _logger.LeaveFailed(error, Id);
        }
    }
}
