using Workflow.Database.Recovery;
using Workflow.Execution;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;

namespace Workflow.ExecutionConsumer.Intake;

/// <summary>Backlog mode: more is waiting than memory should hold, so PENDING runs are paged from the database, by
/// priority, fair turns of their owners, and age. No partition is paused meanwhile.</summary>
internal sealed partial class Backlog(
    OpenRuns open, RunTable runs, RunStarter starter, Suspects suspects, HoldTable holds, ConsumerOptions options,
    ExecutionOptions execution, TimeProvider clock, ILogger<Backlog> logger) : BackgroundService
{
    private readonly SemaphoreSlim _begin = new(0, 1);
    private volatile bool _isOn;

    public bool IsOn => _isOn;

    public void Begin()
    {
        if (_isOn)
        {
            return;
        }

        _isOn = true;
        try
        {
            _begin.Release();
        }
        catch (SemaphoreFullException)
        {
            // Begun twice at the same moment.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _begin.WaitAsync(stoppingToken);
            LogOn(logger, runs.Unbegun);
            while (_isOn)
            {
                await DrainAsync(stoppingToken);
                _isOn = false;

                // A message may have counted as seen after the last page and before the mode changed: look once more.
                if (await PageOnceAsync(stoppingToken) > 0)
                {
                    _isOn = true;
                }
            }

            LogOff(logger);
        }
    }

    /// <summary>Starts one page of PENDING runs. Returns how many there were.</summary>
    public async Task<int> PageOnceAsync(CancellationToken ct)
    {
        try
        {
            var room = Math.Min(options.IntakeHighMark - runs.Unbegun, execution.RunsInMemoryMax - runs.Count);
            Guid[] known = [.. runs.Ids, .. suspects.Ids];
            var page = await open.BacklogAsync(holds.Shards, known, Math.Clamp(room, 1, options.PageRows), ct);
            await starter.LoadAsync([.. page.Select(run => run.RunId)], ct);
            return page.Count;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogPageFailed(logger, error);
            await Task.Delay(options.LookInterval, clock, ct);
            return 1;
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        var pages = 1;
        while (pages > 0)
        {
            while (runs.Unbegun > options.IntakeHighMark / 2 || runs.Count >= execution.RunsInMemoryMax)
            {
                await runs.WaitForRoomAsync(options.LookInterval, ct);
            }

            pages = await PageOnceAsync(ct);
        }
    }
}
