using Workflow.Database.Audit;
using Workflow.Database.Transitions;
using Workflow.Execution;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Intake;

/// <summary>Gives slots of concurrency keys to the runs that wait for them: at once when one may be free, else with the
/// owner's look.</summary>
internal sealed partial class SlotGrants(
    GrantSlots slots, SlotBell bell, HoldTable holds, RunTable runs, RunStarter starter, Backlog backlog,
    Cancellations cancellations, ConsumerOptions options, ExecutionOptions execution, ILogger<SlotGrants> logger)
    : BackgroundService
{
    private const string Overtaken = "A newer run of its concurrency key cancels the oldest.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await bell.WaitAsync(stoppingToken);
            try
            {
                await GrantOnceAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogLater(logger, error);
            }
        }
    }

    /// <summary>Grants what is free now. The look repeats what fails.</summary>
    public async Task GrantOnceAsync(CancellationToken ct)
    {
        var claims = holds.All.Select(hold => hold.Claim).ToList();
        while (claims.Count > 0 && await GrantRoundAsync(claims, ct))
        {
        }
    }

    /// <summary>Goes page by page through all keys: those that have no free slot must not hide the others.</summary>
    /// <returns>Whether another round may grant more.</returns>
    private async Task<bool> GrantRoundAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct)
    {
        var isMore = false;
        for (SlotKey? after = SlotKey.First; after is { } key;)
        {
            bell.IsAwaited = true;
            var (granted, victims, next, areMore) = await slots.RunAsync(claims, key, options.PageRows, ct);
            bell.IsAwaited = areMore;
            await StartAsync(granted, ct);
            foreach (var victim in victims)
            {
                await cancellations.RunAsync(victim, Actor.Platform, Overtaken, isAnnounced: false, ct);
            }

            isMore |= victims.Count > 0 || granted.Count >= options.PageRows;
            after = next;
        }

        return isMore;
    }

    /// <summary>A run with a slot is PENDING like any other; the sweep finds those for which there is no room
    /// now.</summary>
    private async Task StartAsync(IReadOnlyList<Guid> granted, CancellationToken ct)
    {
        var room = Math.Min(options.IntakeHighMark - runs.Unbegun, execution.RunsInMemoryMax - runs.Count);
        if (granted.Count == 0 || backlog.IsOn)
        {
            return;
        }

        if (granted.Count > room)
        {
            backlog.Begin();
            return;
        }

        await starter.LoadAsync([.. granted], ct);
    }
}
