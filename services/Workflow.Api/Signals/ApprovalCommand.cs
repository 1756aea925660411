using System.Globalization;
using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Api.Verbs;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Recovery;
using Workflow.Database.Signals;
using Workflow.Database.Transitions;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Signals;

/// <summary>Which approval is meant, as callers say it; what is null does not matter.</summary>
/// <param name="Step">Name of the task.</param>
public sealed record ApprovalChoice(string Step, string? StepPath, string? Iteration, int? Attempt)
{
    public bool IsMet(OpenApproval approval) =>
        approval.StepId == Step
        && (StepPath is null || approval.Key.Path == StepPath)
        && (Iteration is null || approval.Key.Iteration == Iteration)
        && (Attempt is null || approval.Key.Attempt == Attempt);
}

/// <summary>What a person decided.</summary>
/// <param name="Data">Whatever goes with it; empty for nothing.</param>
public sealed record Verdict(bool IsApproved, string? Comment, RawJson Data)
{
    public string Word => IsApproved ? "approve" : "reject";
}

/// <summary>Takes a person's decision: into the run's inbox first, then by waking the owner.</summary>
public sealed class ApprovalCommand(ApprovalStore store, RunQueries runs, OwnerSignals owners, TimeProvider time)
{
    private const int ApprovalsRead = 1_000;

    /// <returns>The decision, or why it is not taken.</returns>
    public async Task<(DecidedApproval? Decided, Problem? Problem)> RunAsync(
        Caller caller, Guid runId, ApprovalChoice choice, Verdict verdict, CancellationToken ct)
    {
        var open = await store.ListAsync(caller.Sees, runId, null, ApprovalsRead, withDecided: true, ct);
        var meant = open.Where(choice.IsMet).ToList();
        if (meant.Count != 1)
        {
            return (null, meant.Count > 1
                ? SignalProblems.Several(choice.Step, meant)
                : await RefusalAsync(caller, runId, choice, open, ct));
        }

        var (key, now) = (meant[0].Key, time.GetUtcNow());
        var cloudEvent = CloudEventText.Of(
            now, DataOf(verdict, caller.OwnerId, now), ("id", StepVerdict.KeyOf(key)), ("source", "/api"),
            ("type", ApprovalSpec.EventType), ("subject", key.Path), ("sentby", caller.OwnerId));
        var fate = await store.DecideAsync(
            caller.Sees, runId, key, cloudEvent, verdict.IsApproved ? AuditVerb.Approve : AuditVerb.Reject,
            Actors.Of(caller), verdict.Comment, ct);
        switch (fate)
        {
            case DecisionOutcome.Decided:
                return (null, Verbs.Steps.StepProblems.Decided(key));
            case DecisionOutcome.NotOpen:
                return (null, await RefusalAsync(caller, runId, choice, [], ct));
            default:
                owners.Wake(runId, meant[0].Shard, RunInbox.SignalKind);
                return (new DecidedApproval(
                    runId, key.Path, key.Iteration, key.Attempt, verdict.Word, caller.OwnerId, now), null);
        }
    }

    private async Task<Problem> RefusalAsync(
        Caller caller, Guid runId, ApprovalChoice choice, IReadOnlyList<OpenApproval> open, CancellationToken ct) =>
        await runs.FindAsync(caller.Sees, runId, ct) switch
        {
            null => Problems.RunNotFound(runId),
            var run when run.Status.IsEnd() => VerbProblems.Ended(runId, run.Status),
            _ => SignalProblems.NotWaiting(choice.Step, open),
        };

    private static RawJson DataOf(Verdict verdict, string by, DateTimeOffset at)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, CloudEventText.Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("decision", verdict.Word);
            writer.WriteString("decided_by", by);
            writer.WriteString("decided_at", at.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("comment", verdict.Comment);
            writer.WritePropertyName("data");
            writer.WriteRawValue(verdict.Data.IsEmpty ? "null"u8 : verdict.Data.Utf8.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return new RawJson(text.ToArray());
    }
}
