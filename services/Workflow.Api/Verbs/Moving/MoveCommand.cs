using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Api.Live;
using Workflow.Database.Audit;
using Workflow.Database.Definitions;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Execution;
using Workflow.Execution.Moving;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Api.Verbs.Moving;

/// <summary>Gives an open run another version of its workflow, if what is recorded of it fits there.</summary>
public sealed class MoveCommand(
    MoveRun move, RunLoader loader, DefinitionStore definitions, DefinitionCache cache, OwnerSignals signals,
    RunEventPublisher events, TimeProvider time)
{
    private const int TriesMax = 5;

    /// <summary>How many steps a run may have is for its consumer to say.</summary>
    private static readonly ExecutionOptions Options = new() { StepsPerRunMax = int.MaxValue };

    /// <summary>What a look at a run has found.</summary>
    /// <param name="Outcome">What becomes of the wish.</param>
    /// <param name="Revision">At which it may be moved; null when there is nothing to change.</param>
    private sealed record Look(MoveOutcome Outcome, long? Revision = null);

    /// <param name="version">Null for the latest.</param>
    public Task<MoveOutcome> RunAsync(
        Caller caller, Guid runId, string? version, string? reason, CancellationToken ct) =>
        RepeatAsync(async () => await LookAsync(caller, runId, version, ct) switch
        {
            null => null,
            { Outcome: MoveOutcome.Done done, Revision: { } revision } =>
                await MoveAsync(caller, runId, done, revision, reason, ct),
            var look => look.Outcome,
        });

    /// <summary>What <see cref="RunAsync"/> would say now; changes nothing.</summary>
    /// <param name="version">Null for the latest.</param>
    public Task<MoveOutcome> CheckAsync(Caller caller, Guid runId, string? version, CancellationToken ct) =>
        RepeatAsync(async () => (await LookAsync(caller, runId, version, ct))?.Outcome);

    /// <param name="attempt">Gives null when the run has changed in between.</param>
    private static async Task<MoveOutcome> RepeatAsync(Func<Task<MoveOutcome?>> attempt)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (await attempt() is { } outcome)
            {
                return outcome;
            }
        }

        return new MoveOutcome.Busy();
    }

    /// <returns>Null when the run has changed in between.</returns>
    private async Task<Look?> LookAsync(Caller caller, Guid runId, string? version, CancellationToken ct)
    {
        if (await move.FindAsync(caller.Sees, runId, ct) is not { } found)
        {
            return new Look(new MoveOutcome.NotFound());
        }

        if (found.Status.IsEnd())
        {
            return new Look(new MoveOutcome.Ended(found.Status));
        }

        if (found is not { WorkflowId: { } workflowId, Version: { } from })
        {
            return new Look(new MoveOutcome.Unregistered());
        }

        if (await definitions.FindAsync(caller.Sees, workflowId, version, ct) is not { } target)
        {
            return new Look(new MoveOutcome.NoVersion(workflowId));
        }

        var to = target.Kept.Version;
        if (to == from)
        {
            return new Look(new MoveOutcome.Done(found.Status, from, to));
        }

        if (await loader.LoadAsync([runId], ct) is not [var run])
        {
            return null;
        }

        if (run.Steps.FirstOrDefault(IsCalling) is { } calling)
        {
            return new Look(new MoveOutcome.Busy(calling.StepId));
        }

        var unfit = Check(cache.GetOrRead(RawJson.FromText(target.Kept.Document).Utf8).Definition, run);
        return unfit is null
            ? new Look(new MoveOutcome.Done(found.Status, from, to), run.Revision)
            : new Look(new MoveOutcome.Refused(unfit, to));
    }

    /// <returns>Null when the run has changed in between.</returns>
    private async Task<MoveOutcome?> MoveAsync(
        Caller caller, Guid runId, MoveOutcome.Done wish, long revision, string? reason, CancellationToken ct)
    {
        var moved = await move.RunAsync(
            caller.Sees, runId, wish.From, wish.To, revision, Actors.Of(caller), reason, ct);
        if (moved is null)
        {
            return null;
        }

        signals.Wake(runId, moved.Shard, AuditVerb.Move);
        events.Publish(runId, moved.Facts, moved.Revision, moved.Status, moved.At);
        return wish with { Status = moved.Status };
    }

    /// <summary>A call that its consumer makes itself would be made again by the executor that carries the run
    /// on.</summary>
    private static bool IsCalling(StepRecord step) =>
        step is { Status: StepStatus.Running, StepType: StepType.ToolCall };

    private Unfit? Check(WorkflowDefinition? definition, LoadedRun run)
    {
        var nowhere = new StepKey("/", "", 1);
        if (definition is null)
        {
            return new Unfit("", nowhere, "The new version cannot be read.");
        }

        try
        {
            var input = JqValue.ParseOrNull(run.Input.Utf8.Span);
            return FitCheck.Of(
                definition, run.RunId, input, run.StartedAt ?? run.CreatedAt, run.Steps, Options, time.GetUtcNow());
        }
        catch (JsonException)
        {
            return new Unfit("", nowhere, "The input cannot be read: it is nested too deep.");
        }
    }
}
