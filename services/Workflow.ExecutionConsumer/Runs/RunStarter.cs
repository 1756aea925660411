using System.Text.Json;
using Workflow.Database.Recovery;
using Workflow.Definitions;
using Workflow.Execution.Errors;
using Workflow.Execution.Journal;
using Workflow.Execution.Ownership;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Children;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Runs;

/// <summary>Starts runs as the database has them: the load path.</summary>
internal sealed partial class RunStarter(
    IRunLoader loader, RunTable runs, HoldTable holds, Suspects suspects, DefinitionCache definitions, Journal journal,
    ParentSignals parents, SlotBell bell, ConsumerOptions options, TimeProvider clock, ILogger<RunStarter> logger)
{
    /// <summary>Loads runs and executes those that are open, ours and not in memory; suspects go to quarantine. Returns
    /// the ids that exist.</summary>
    public async Task<HashSet<Guid>> LoadAsync(Guid[] runIds, CancellationToken ct)
    {
        var found = new HashSet<Guid>();
        var wanted = runIds.Where(id => !runs.Contains(id) && !suspects.Contains(id)).ToArray();
        foreach (var loaded in wanted.Length == 0 ? [] : await loader.LoadAsync(wanted, ct))
        {
            found.Add(loaded.RunId);
            if (IsLeftAlone(loaded))
            {
                RingFor(loaded);
                continue;
            }

            if (loaded.Recoveries >= options.SuspectRecoveries && holds.Of(loaded.Shard) is { } hold)
            {
                suspects.Add(loaded.RunId, hold);
            }
            else
            {
                await StartAsync(loaded);
            }
        }

        return found;
    }

    /// <summary>Executes a loaded run if it is open and ours.</summary>
    public async Task<ActiveRun?> StartAsync(LoadedRun loaded, bool alone = false)
    {
        if (loaded.Status.IsEnd() || IsLeftAlone(loaded) || holds.Of(loaded.Shard) is not { } hold)
        {
            return null;
        }

        var definition = definitions.GetOrRead(loaded.Plan.Utf8);
        if (!definition.IsValid)
        {
            var reasons = loaded.Plan.IsEmpty
                ? "The version it was started with is gone."
                : string.Join(" ", definition.Errors.Select(error => error.ToString()));
            var unusable = WorkflowError.Configuration($"The definition cannot be used. {reasons}", "/");
            await FailAsync(loaded, hold, unusable);
            return null;
        }

        if (ReadInput(loaded) is not { } input)
        {
            var unreadable = WorkflowError.Validation("The input cannot be read: it is nested too deep.", "/input");
            await FailAsync(loaded, hold, unreadable);
            return null;
        }

        return runs.TryStart(new RunStart
        {
            RunId = loaded.RunId,
            Hold = hold,
            Definition = definition.Definition,
            Input = input,
            Status = loaded.Status,
            Revision = loaded.Revision,
            Pause = loaded.Pause,
            StartedAt = loaded.StartedAt,
            Steps = loaded.Steps,
            Inbox = loaded.Inbox,
            Signals = loaded.Signals,
            Accepted = loaded.Accepted,
            Parent = loaded.Parent,
            Alone = alone,
        });
    }

    /// <summary>A paused run is loaded only to take in what has come for it.</summary>
    private static bool IsLeftAlone(LoadedRun loaded) =>
        loaded.IsHeldBack || (loaded.Pause.IsPaused && loaded.Inbox.Count == 0);

    private void RingFor(LoadedRun loaded)
    {
        if (loaded.WantsSlot)
        {
            bell.Ring();
        }
    }

    private static JqValue? ReadInput(LoadedRun loaded)
    {
        try
        {
            return JqValue.ParseOrNull(loaded.Input.Utf8.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Ends a run as FAILED without executing it, and its open steps as CANCELLED.</summary>
    public async Task FailAsync(LoadedRun loaded, ShardHold hold, WorkflowError error)
    {
        LogFailed(logger, loaded.RunId, loaded.Shard, error.Message);
        var now = clock.GetUtcNow();
        var log = new RunLog(journal, loaded.RunId, hold, loaded.Status, loaded.Revision, loaded.Steps)
        {
            StartedAt = loaded.StartedAt ?? now,
        };
        foreach (var step in loaded.Steps.Where(step => !step.HasEnded))
        {
            log.Put(step with { Status = StepStatus.Cancelled, CompletedAt = now });
        }

        await log.CommitAsync(new RunEdge(RunStatus.Failed)
        {
            CompletedAt = now,
            Error = new RawJson(error.ToValue().ToUtf8()),
            ErrorMessage = error.Message,
        });
        if (loaded.Parent is { } parent)
        {
            parents.Send(parent);
        }
    }

    /// <summary>Loads in the background; a database that is away is no reason to fail, since the look at open runs
    /// repeats it.</summary>
    public async Task LoadLaterAsync(Guid runId)
    {
        try
        {
            await LoadAsync([runId], CancellationToken.None);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogNotLoaded(logger, error, runId);
        }
    }
}
