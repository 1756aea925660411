using System.Threading.Channels;
using Workflow.Execution;
using Workflow.ExecutionConsumer.Housekeeping;
using Workflow.ExecutionConsumer.Runs;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>Runs of which a message says that something has arrived: many of them are looked at together.</summary>
internal sealed partial class Wakeups(
    InboxDelivery delivery, PauseLook pauses, RunTable runs, ConsumerOptions options, ExecutionOptions execution,
    ILogger<Wakeups> logger) : BackgroundService
{
    private readonly Channel<Guid> _woken =
        Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(Guid runId) => _woken.Writer.TryWrite(runId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _woken.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new HashSet<Guid>();
            while (batch.Count < options.PageRows && _woken.Reader.TryRead(out var runId))
            {
                batch.Add(runId);
            }

            await DeliverAsync([.. batch], stoppingToken);
        }
    }

    /// <summary>A failure leaves the rows unread: the look at the inbox repeats it. What finds no room in memory is
    /// left to the looks as well.</summary>
    private async Task DeliverAsync(Guid[] runIds, CancellationToken ct)
    {
        try
        {
            await pauses.LookAtAsync(runIds, ct);
            var hasRoom = runs.Unbegun < options.IntakeHighMark && runs.Count < execution.RunsInMemoryMax;
            await delivery.DeliverAsync(hasRoom ? runIds : [.. runIds.Where(runs.Contains)], ct);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogLeftToLook(logger, error, runIds.Length);
        }
    }
}
