using Workflow.Api.Executions;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Verbs;
using Workflow.Database.Batches;
using Workflow.Database.Intake;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Batches;

/// <summary>What came of working on an item: a result, or that it has to wait.</summary>
/// <param name="WaitFor">Why it cannot be done now, without fault of its own; null when it has a result.</param>
public readonly record struct ItemProgress(ItemResult? Result, string? WaitFor)
{
    public static implicit operator ItemProgress(ItemResult result) => new(result, null);
}

/// <summary>Does to one item what its batch is for. Doing it again after a crash does it no second time.</summary>
public sealed class BatchVerbs(
    StartCommand start, CancelCommand cancel, RepeatCommand repeat, StartItem items, RunQueries runs, Backlog backlog)
{
    private const string TooManyPending = "There are too many pending executions.";

    public Task<ItemProgress> DoAsync(ClaimedBatch batch, BegunItem item, CancellationToken ct)
    {
        var caller = new Caller(batch.OwnerId, batch.IsAdmin);
        return batch.Verb switch
        {
            BatchVerb.Start => StartAsync(caller, batch, item, ct),
            BatchVerb.Cancel => CancelAsync(caller, batch, item, ct),
            _ => RetryAsync(caller, batch, item, ct),
        };
    }

    /// <summary>Unique per owner: the same item never starts a second run.</summary>
    private static string KeyOf(ClaimedBatch batch, BegunItem item) => $"batch:{batch.Id}:{item.Ordinal}";

    private static string ReasonOf(ClaimedBatch batch) =>
        batch.Reason is null ? $"Batch {batch.Id}." : $"{batch.Reason} (batch {batch.Id})";

    private async Task<ItemProgress> StartAsync(
        Caller caller, ClaimedBatch batch, BegunItem item, CancellationToken ct)
    {
        if (backlog.IsTooDeep())
        {
            return new ItemProgress(null, TooManyPending);
        }

        var (request, wrong) = items.Read(item.Request, "", KeyOf(batch, item));
        if (request is null)
        {
            return Failed(wrong!);
        }

        var (run, problem) = await start.RunAsync(caller, request, ct);
        return run is null ? OfProblem(problem!) : new ItemResult(ItemOutcome.Done, run.RunId);
    }

    private async Task<ItemProgress> CancelAsync(
        Caller caller, ClaimedBatch batch, BegunItem item, CancellationToken ct)
    {
        var runId = item.RunId!.Value;
        return await cancel.RunAsync(caller, runId, ReasonOf(batch), ct) switch
        {
            CancelOutcome.Cancelled => new ItemResult(ItemOutcome.Done),
            CancelOutcome.NotFound => new ItemResult(ItemOutcome.NotFound),
            CancelOutcome.Ended ended when ended.Status == RunStatus.Cancelled && item.IsRepeat
                && await runs.FindAsync(caller.Sees, runId, ct) is { } run && run.CompletedAt >= item.BegunAt =>
                new ItemResult(ItemOutcome.Done),
            CancelOutcome.Ended ended => Ended(ended.Status),
            _ => throw new InvalidOperationException("A cancellation has another outcome."),
        };
    }

    private async Task<ItemProgress> RetryAsync(
        Caller caller, ClaimedBatch batch, BegunItem item, CancellationToken ct)
    {
        if (backlog.IsTooDeep())
        {
            return new ItemProgress(null, TooManyPending);
        }

        var runId = item.RunId!.Value;
        var outcome = await repeat.RetryAsync(caller, runId, KeyOf(batch, item), ReasonOf(batch), ct);
        return outcome switch
        {
            RepeatOutcome.Accepted made => new ItemResult(ItemOutcome.Done, made.Run.RunId),
            RepeatOutcome.NotFound => new ItemResult(ItemOutcome.NotFound),
            RepeatOutcome.WrongStatus wrong => Ended(wrong.Status),
            RepeatOutcome.TooMany tooMany => OfProblem(tooMany.Problem),
            RepeatOutcome.DefinitionGone => Failed(VerbProblems.DefinitionGone(runId)),
            _ => new ItemResult(ItemOutcome.Failed, Detail: $"It cannot be retried: {outcome.GetType().Name}."),
        };
    }

    private static ItemResult Ended(RunStatus status) =>
        new(ItemOutcome.Skipped, Detail: $"It is {status.ToJson()}.");

    private static ItemProgress OfProblem(Problem problem) => problem.Status is 429 or 503
        ? new ItemProgress(null, problem.Detail)
        : problem.Type == ProblemTypes.ExecutionNotFound.Path ? new ItemResult(ItemOutcome.NotFound)
        : Failed(problem);

    private static ItemResult Failed(Problem problem) =>
        new(ItemOutcome.Failed, Problem: problem.Type, Detail: problem.Detail);
}
