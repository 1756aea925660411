using Workflow.Api.Http;
using Workflow.Database.Audit;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Api.Verbs.Steps;

/// <summary>What became of an operator's decision about a step.</summary>
public abstract record DecideOutcome
{
    private DecideOutcome()
    {
    }

    /// <summary>The owner will end the step so.</summary>
    public sealed record Accepted(StepKey Step) : DecideOutcome;

    /// <summary>There is no such run.</summary>
    public sealed record NotFound : DecideOutcome;

    /// <summary>The run has an end status.</summary>
    public sealed record Ended(RunStatus Status) : DecideOutcome;

    /// <summary>No such step is under way.</summary>
    /// <param name="Open">Those that are.</param>
    public sealed record NotOpen(IReadOnlyList<StepUnderWay> Open) : DecideOutcome;

    /// <summary>Several steps are meant.</summary>
    public sealed record Several(IReadOnlyList<StepUnderWay> Meant) : DecideOutcome;

    /// <summary>An earlier decision about it waits to be taken in.</summary>
    public sealed record Decided(StepKey Step) : DecideOutcome;
}

/// <summary>Ends a step by hand that does not end by itself. The caller has to be an admin.</summary>
public sealed class DecideCommand(DecideStep decide, OwnerSignals signals, TimeProvider time)
{
    private const int StepsRead = 1_000;

    /// <param name="verb">Of <see cref="StepVerdict"/>.</param>
    /// <param name="output">Of a completed step.</param>
    /// <param name="error">Of a failed step.</param>
    public async Task<DecideOutcome> RunAsync(
        Caller caller, Guid runId, StepChoice choice, string verb, RawJson output, AgentError? error, string? reason,
        CancellationToken ct)
    {
        if (await decide.ReadAsync(caller.Sees, runId, StepsRead, ct) is not { } run)
        {
            return new DecideOutcome.NotFound();
        }

        if (run.Status.IsEnd())
        {
            return new DecideOutcome.Ended(run.Status);
        }

        var meant = run.Steps.Where(choice.IsMet).ToList();
        if (meant.Count != 1)
        {
            return meant.Count == 0 ? new DecideOutcome.NotOpen(run.Steps) : new DecideOutcome.Several(meant);
        }

        var key = meant[0].Key;
        var verdict = new StepVerdict(verb, caller.OwnerId, output, error, time.GetUtcNow());
        switch (await decide.RunAsync(
            caller.Sees, runId, key, verdict, AuditVerbOf(verb), Actors.Of(caller), reason, ct))
        {
            case DecisionOutcome.NotOpen:
                return new DecideOutcome.NotOpen([]);
            case DecisionOutcome.Decided:
                return new DecideOutcome.Decided(key);
            default:
                signals.Wake(runId, run.Shard, RunInbox.OperatorKind);
                return new DecideOutcome.Accepted(key);
        }
    }

    private static string AuditVerbOf(string verb) => verb switch
    {
        StepVerdict.Complete => AuditVerb.CompleteStep,
        StepVerdict.Skip => AuditVerb.SkipStep,
        _ => AuditVerb.FailStep,
    };
}
