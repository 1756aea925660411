using System.Globalization;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Agents;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks.Try;
using Workflow.Execution.Tasks.Wait;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.CallAgent;

/// <summary>When an agent that failed is called again, and since when it is being called for the step.</summary>
public readonly record struct CallAgain(DateTimeOffset Due, DateTimeOffset Since);

/// <summary>Calls an agent again as it is registered, where the definition does not say how. Each call is an attempt
/// with a row of its own; the row of the one that failed says when the next is due, so that a replay decides
/// alike.</summary>
internal static class AgentRetries
{
    /// <param name="attemptAsync">Runs one attempt in a frame, or gives back what is recorded of it.</param>
    public static async ValueTask<TaskOutcome> RunAsync(
        RunContext run, Frame frame, Func<Frame, ValueTask<TaskOutcome>> attemptAsync, CancellationToken ct)
    {
        var current = frame;
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await attemptAsync(current);
            if (current != frame)
            {
                frame.Join(current);
            }

            if (outcome.Again is not { } again)
            {
                return outcome;
            }

            if (again.Due > run.Clock.GetUtcNow())
            {
                await run.BarrierAsync(ct);
            }

            await DueTime.WaitAsync(run, again.Due, ct);
            current = frame.Call(attempt + 1, again.Since);
        }
    }

    /// <summary>Adds to a failure when the agent is to be called again, and notes it in the step.</summary>
    /// <param name="agent">Null when it is registered no more.</param>
    /// <param name="retryAfter">How long the agent asks to be left alone.</param>
    public static TaskOutcome Decide(TaskCall call, TaskOutcome outcome, AgentEntry? agent, TimeSpan? retryAfter)
    {
        if (outcome.Error is not { } error || call.Frame.IsRetried || agent?.Terms.Retry is not { } policy
            || !IsWorthwhile(error))
        {
            return outcome;
        }

        var since = call.Frame.CallsSince ?? call.StartedAt;
        if (RetryDecision.Of(policy, call.Key.Attempt, call, call.Scope, since) is not { } planned)
        {
            return outcome;
        }

        var asked = call.Run.Clock.GetUtcNow() + (retryAfter ?? TimeSpan.Zero);
        var due = planned > asked ? planned : asked;
        if (EndOf(call, policy, since) is { } end && due > end)
        {
            return outcome;
        }

        call.Note(draft => draft with { Metadata = Noted(draft.Metadata, call.Key.Attempt, due, since) });
        return outcome with { Again = new CallAgain(due, since) };
    }

    /// <summary>What a recorded failure says about the next call; null when there was to be none.</summary>
    public static CallAgain? Of(StepRecord recorded)
    {
        if (recorded.Metadata.IsEmpty)
        {
            return null;
        }

        var metadata = JqValue.Parse(recorded.Metadata.Utf8.Span);
        return metadata["until"].AsString is { } due && metadata["since"].AsString is { } since
            ? new CallAgain(TimeOf(due), TimeOf(since))
            : null;
    }

    /// <summary>Whether the same call may succeed later: the agent was away, broken, busy or too slow. What it refuses,
    /// it refuses again.</summary>
    private static bool IsWorthwhile(WorkflowError error) => error.Status is 408 or 429 or (>= 500 and <= 599);

    /// <summary>The first limit of all attempts together: the policy's, or the task's own.</summary>
    private static DateTimeOffset? EndOf(TaskCall call, RetryPolicy policy, DateTimeOffset since)
    {
        var total = policy.TotalDuration?.Evaluate(call.Input, call.Scope);
        var timeout = call.Node.Timeout?.After.Evaluate(call.Input, call.Scope);
        return total is null || timeout < total ? since + timeout : since + total;
    }

    private static RawJson Noted(RawJson before, int retry, DateTimeOffset due, DateTimeOffset since)
    {
        var members = before.IsEmpty ? [] : JqValue.Parse(before.Utf8.Span).Members.ToList();
        members.Add(KeyValuePair.Create("retry", JqValue.Number((long)retry)));
        members.Add(KeyValuePair.Create("until", JqValue.String(TextOf(due))));
        members.Add(KeyValuePair.Create("since", JqValue.String(TextOf(since))));
        return new RawJson(JqValue.Object(members).ToUtf8());
    }

    private static string TextOf(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
