using System.Text;
using Npgsql;
using Workflow.Database.Reports;
using Workflow.Database.Transitions;
using Workflow.Execution.Journal;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Reports;

/// <summary>Keeps what agents report of their work and tells watchers of it: everything of an interval by one
/// statement, on a connection of its own, so that a chatty agent costs the journal nothing.</summary>
internal sealed partial class ReportIntake(
    Attempts attempts, ReportStore store, KeepToolCalls toolCalls, IRunEvents events, MessageProducer producer,
    KafkaOptions kafka, ConsumerOptions options, TimeProvider clock, ILogger<ReportIntake> logger) : BackgroundService
{
    private const int KnownMax = 10_000;

    /// <summary>Attempts whose tool calls are written together: their runs are locked meanwhile.</summary>
    private const int CallsAtOnce = 50;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FarMax = TimeSpan.FromDays(1);

    private readonly PendingReports _pending = new(options);
    private readonly Doorbell _some = new();
    private readonly Doorbell _urgent = new();
    private readonly Dictionary<Guid, Attempt> _known = [];

    /// <param name="kept">Called once it is committed, or is not wanted any more.</param>
    public void Add(AgentResult report, long offset, Action kept)
    {
        var now = clock.GetUtcNow();
        var at = (report.Timestamp - now).Duration() <= FarMax ? report.Timestamp : now;
        _pending.Add(report, offset, at, kept);
        _some.Ring();
    }

    /// <summary>Does something once the task's reports that have come are kept: at once when there are none.</summary>
    public void After(Guid taskId, Action then)
    {
        if (_pending.TryAfter(taskId, then))
        {
            _urgent.Ring();
        }
        else
        {
            then();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _some.WaitAsync(Timeout.InfiniteTimeSpan, clock, stoppingToken);
            await FlushOnceAsync(stoppingToken);
            await _urgent.WaitAsync(options.ReportInterval, clock, stoppingToken);
        }
    }

    /// <summary>Keeps all that has come; nobody else may call it meanwhile.</summary>
    public async Task FlushOnceAsync(CancellationToken ct)
    {
        var tasks = _pending.Take();
        if (tasks.Count > 0)
        {
            await RepeatAsync(() => FindAsync(tasks, ct), tasks.Count, ct);
            var found = tasks.Where(task => _known.GetValueOrDefault(task.TaskId)?.RunId == task.RunId)
                .Select(task => new AttemptReports(_known[task.TaskId], task.Reports)).ToList();
            var withCalls = found.Where(one => one.Reports.ToolCalls.Count > 0);
            await KeepAsync(withCalls.Chunk(CallsAtOnce), KeepToolCallsAsync, ct);
            await KeepAsync(found.Where(HasMore).Chunk(options.PageRows), KeepReportsAsync, ct);
            _pending.Finish(tasks);
        }
    }

    private static bool HasMore(AttemptReports one) => one.Reports is
        { Progress: not null } or { Lines.Count: > 0 } or { Dropped: > 0 } or { CallsDropped: > 0 };

    private async Task FindAsync(IReadOnlyList<PendingTask> tasks, CancellationToken ct)
    {
        var unknown = tasks.Where(task => !_known.ContainsKey(task.TaskId)).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        if (_known.Count + unknown.Count > KnownMax)
        {
            _known.Clear();
            unknown = [.. tasks];
        }

        var found = await attempts.FindAsync(
            [.. unknown.Select(task => task.RunId).Distinct()], [.. unknown.Select(task => task.TaskId)], ct);
        foreach (var task in unknown)
        {
            if (found.TryGetValue(task.TaskId, out var attempt))
            {
                _known[task.TaskId] = attempt;
            }
            else
            {
                LogUnknown(logger, task.TaskId, task.RunId);
            }
        }
    }

    private async Task KeepToolCallsAsync(IReadOnlyList<AttemptReports> reports)
    {
        var changed = await toolCalls.RunAsync(reports, CancellationToken.None);
        events.Committed([.. changed.Select(run => RunEvent.Brief(
            run.RunId, run.Facts, run.Revision, RunStatus.Running, clock.GetUtcNow()))]);
    }

    private async Task KeepReportsAsync(IReadOnlyList<AttemptReports> reports)
    {
        await store.KeepAsync(reports, CancellationToken.None);
        Tell(reports);
    }

    /// <summary>Keeps reports; one that PostgreSQL refuses is dropped alone.</summary>
    private async Task KeepAsync(
        IEnumerable<IReadOnlyList<AttemptReports>> chunks, Func<IReadOnlyList<AttemptReports>, Task> keep,
        CancellationToken ct)
    {
        var open = new Stack<IReadOnlyList<AttemptReports>>(chunks);
        while (open.TryPop(out var reports))
        {
            try
            {
                await RepeatAsync(() => keep(reports), reports.Count, ct);
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                if (reports.Count == 1)
                {
                    LogRefused(logger, error, reports[0].Attempt.RunId, reports[0].Attempt.TaskId);
                    continue;
                }

                open.Push([.. reports.Take(reports.Count / 2)]);
                open.Push([.. reports.Skip(reports.Count / 2)]);
            }
        }
    }

    private async Task RepeatAsync(Func<Task> action, int tasks, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                throw;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogHeld(logger, error, tasks);
                await Task.Delay(RetryDelay, clock, ct);
            }
        }
    }

    private void Tell(IReadOnlyList<AttemptReports> reports)
    {
        foreach (var (attempt, said) in reports)
        {
            var report = new RunReport(
                attempt.RunId, attempt.StepId, attempt.Key.Path, attempt.Key.Iteration, attempt.Key.Attempt,
                attempt.AgentName, said.Progress, [.. said.Lines], said.Dropped, clock.GetUtcNow());
            producer.TrySend(
                Topics.RunEvents, null, Encoding.ASCII.GetBytes(attempt.RunId.ToString()),
                MessageCodec.EncodeBounded(report, kafka.BodyBytesMax));
        }
    }
}
