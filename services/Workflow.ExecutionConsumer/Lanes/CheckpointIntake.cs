using System.Threading.Channels;
using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>Keeps checkpoints of agents, many to a statement, the last one of each task only.</summary>
internal sealed partial class CheckpointIntake(
    StepCheckpoints checkpoints, ConsumerOptions options, TimeProvider clock, ILogger<CheckpointIntake> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<(ReportedCheckpoint Report, Action Kept)> _arrived =
        Channel.CreateUnbounded<(ReportedCheckpoint, Action)>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="kept">Called once it is committed, or is not wanted any more.</param>
    public void Add(AgentResult report, Action kept) => _arrived.Writer.TryWrite((
        new ReportedCheckpoint(report.RunId!.Value, report.TaskId!.Value, report.Output, report.Timestamp), kept));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _arrived.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<(ReportedCheckpoint Report, Action Kept)>();
            while (batch.Count < options.PageRows && _arrived.Reader.TryRead(out var one))
            {
                batch.Add(one);
            }

            var last = batch.Select(one => one.Report).GroupBy(report => report.TaskId)
                .Select(reports => reports.OrderBy(report => report.At).Last()).ToList();
            await KeepAsync(last, stoppingToken);
            batch.ForEach(one => one.Kept());
        }
    }

    private async Task KeepAsync(List<ReportedCheckpoint> reports, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await checkpoints.KeepAsync(reports, ct);
                return;
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                if (reports.Count == 1)
                {
                    LogRefused(logger, error, reports[0].RunId);
                    return;
                }

                await KeepAsync(reports[..(reports.Count / 2)], ct);
                await KeepAsync(reports[(reports.Count / 2)..], ct);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogHeld(logger, error, reports.Count);
                await Task.Delay(RetryDelay, clock, ct);
            }
        }
    }
}
