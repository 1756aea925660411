using System.Data.Common;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Breaking;
using Workflow.Bridge.Calls;
using Workflow.Bridge.Cancellations;
using Workflow.Bridge.Intake;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Bridge.Results;
using Workflow.Database.Bridge;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Hosting;

/// <summary>One bridge: tasks off the topic, agents called, results back. Any number of them share the tasks.</summary>
public sealed class TaskBridge : IAsyncDisposable
{
    private static readonly TimeSpan AbortWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecordWait = TimeSpan.FromSeconds(5);
    private readonly BridgeOptions _options;
    private readonly KafkaOptions _kafka;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopTaking = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly MessageProducer _producer;
    private readonly HttpClient _http;
    private readonly OpenWork _work;
    private readonly CallTable _calls = new();
    private readonly RecentResults _recent;
    private readonly CallRunner _runner;
    private readonly Admission _admission;
    private readonly HeartbeatSender _heartbeats;
    private readonly EndedCalls _ended;
    private readonly BridgePresence _presence;
    private readonly GroupConsumer _tasks;
    private readonly BroadcastConsumer _cancellations;
    private readonly List<Task> _loops = [];

    public TaskBridge(
        BridgeOptions options, KafkaOptions kafka, BridgeDatabase database, SecretSource secrets, TimeProvider time,
        ILoggerFactory loggers)
    {
        (_options, _kafka, _time, _logger) = (options, kafka, time, loggers.CreateLogger<TaskBridge>());
        var id = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
        _presence = database.PresenceOf(id, Environment.MachineName, Environment.ProcessId);
        _producer = new MessageProducer(kafka, loggers.CreateLogger<MessageProducer>());
        _http = AgentClient.NewHttp(options);
        _work = new OpenWork(options);
        _recent = new RecentResults(database.Lookup, time, loggers.CreateLogger<RecentResults>());
        var tokens = new TokenClient(_http, options, time, loggers.CreateLogger<TokenClient>());
        var logins = new AgentLogins(secrets, new AgentTokens(tokens.FetchAsync, time));
        _runner = new CallRunner(
            _calls, new AgentGates(options.CallsMax, options.CallsPerAgentMax),
            new AgentBreakers(options, time, loggers.CreateLogger<AgentBreakers>()),
            new LateLook(database.Lookup, time),
            new AgentClient(_http, logins, options, kafka, time),
            new FinishedCalls(options.FinishedMax, options.FinishedBytesMax),
            new ResultSender(_producer, _recent, time, loggers.CreateLogger<ResultSender>()), time,
            loggers.CreateLogger<CallRunner>());
        var deadLetters = new DeadLetterSender(
            _producer, time, loggers.CreateLogger<DeadLetterSender>(), _stop.Token);
        var intake = new TaskIntake(kafka, _work, deadLetters);
        _admission = new Admission(
            options, intake.Arrivals, _calls, _runner, database.Lookup, time, loggers.CreateLogger<Admission>());
        _heartbeats = new HeartbeatSender(_calls, _producer, id, time);
        _ended = new EndedCalls(_calls, database.Lookup, loggers.CreateLogger<EndedCalls>());
        _tasks = new GroupConsumer(
            kafka, Topics.AgentTasks, kafka.BridgeGroupId, intake, loggers.CreateLogger<GroupConsumer>());
        _cancellations = new BroadcastConsumer(
            kafka, [Topics.CancellationRequests],
            new CancellationListener(_calls, kafka, loggers.CreateLogger<CancellationListener>()), time,
            loggers.CreateLogger<BroadcastConsumer>());
    }

    /// <summary>Host, process and a part drawn at the start: its id in <c>consumers</c>.</summary>
    public string Id => _presence.Id;

    /// <summary>Tasks in memory: running, or waiting to.</summary>
    public int OpenTasks => _work.Tasks;

    public void Start()
    {
        _logger.BridgeStarted(Id, _kafka.BridgeGroupId, _options.CallsMax, _options.CallsPerAgentMax);
        Loop("sign of life", _options.Presence, ct => _presence.TellAsync(_calls.Runs, ct));
        Loop("heartbeat", _options.Heartbeat, _heartbeats.BeatOnceAsync);
        Loop("look for ended calls", _options.EndedLook, _ended.LookOnceAsync);
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

    public ValueTask DisposeAsync()
    {
        _tasks.Dispose();
        _cancellations.Dispose();
        _producer.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Loop(string name, TimeSpan period, Func<CancellationToken, Task> onceAsync) =>
        _loops.Add(Task.Run(() => new PeriodicLoop(name, period, _time, _logger).RunAsync(onceAsync, _stop.Token)));

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
            await _presence.LeaveAsync(limit.Token);
        }
        catch (Exception error) when (error is DbException or OperationCanceledException)
        {
            _logger.LeaveFailed(error, Id);
        }
    }
}
