using System.Threading.Channels;
using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>Keeps results of runs that are not in memory, many to a statement, and wakes the runs.</summary>
internal sealed partial class ResultInbox(
    RunInbox inbox, RunStarter starter, ConsumerOptions options, TimeProvider clock, ILogger<ResultInbox> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<(InboxRow Row, Action Kept)> _arrived =
        Channel.CreateUnbounded<(InboxRow, Action)>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="kept">Called once the row is committed, or is not wanted: its step has ended already.</param>
    public void Add(AgentResult result, byte[] body, Action kept)
    {
        var row = new InboxRow(
            result.RunId!.Value, RunInbox.AgentResultKind, result.TaskId!.Value.ToString(), new RawJson(body));
        _arrived.Writer.TryWrite((row, kept));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _arrived.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<(InboxRow Row, Action Kept)>();
            while (batch.Count < options.PageRows && _arrived.Reader.TryRead(out var one))
            {
                batch.Add(one);
            }

            await KeepAsync(batch, stoppingToken);
        }
    }

    private async Task KeepAsync(List<(InboxRow Row, Action Kept)> batch, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var woken = await inbox.AddAsync([.. batch.Select(one => one.Row)], ct);
                batch.ForEach(one => one.Kept());
                await Task.WhenAll(woken.Select(starter.LoadLaterAsync));
                return;
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                if (batch.Count == 1)
                {
                    LogRefused(logger, error, batch[0].Row.RunId);
                    batch[0].Kept();
                    return;
                }

                await KeepAsync(batch[..(batch.Count / 2)], ct);
                await KeepAsync(batch[(batch.Count / 2)..], ct);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogHeld(logger, error, batch.Count);
                await Task.Delay(RetryDelay, clock, ct);
            }
        }
    }
}
