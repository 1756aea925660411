using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;

namespace Workflow.Execution.Tasks.Try;

/// <summary>Whether and when a failed attempt is followed by another: a function of the policy and the attempt
/// only.</summary>
internal static class RetryDecision
{
    /// <param name="retry">Which retry it would be, from 1.</param>
    /// <param name="since">When the first attempt began.</param>
    /// <returns>When it is due, or null: no more.</returns>
    public static DateTimeOffset? Of(
        RetryPolicy policy, int retry, TaskCall call, ExpressionScope scope, DateTimeOffset since)
    {
        if (policy.MaxAttempts is { } max && retry > max
            || policy.When is not null && !policy.When.IsTrue(call.Input, scope)
            || policy.ExceptWhen is not null && policy.ExceptWhen.IsTrue(call.Input, scope))
        {
            return null;
        }

        var now = call.Run.Clock.GetUtcNow();
        var first = policy.Delay?.Evaluate(call.Input, scope) ?? TimeSpan.Zero;
        var due = now + Backoff(policy.Backoff, first, retry) + Jitter(policy, call, scope, retry);
        return policy.TotalDuration is { } total && due - since > total.Evaluate(call.Input, scope)
            ? null
            : due;
    }

    /// <summary>Constant: d, d, d; linear: d, 2d, 3d; exponential: d, 2d, 4d … up to one day, or d if that is
    /// longer.</summary>
    public static TimeSpan Backoff(Backoff backoff, TimeSpan first, int retry)
    {
        var factor = backoff switch
        {
            Definitions.Syntax.Backoff.Linear => retry,
            Definitions.Syntax.Backoff.Exponential => Math.Pow(2, Math.Min(retry - 1, 30)),
            _ => 1,
        };
        var most = backoff == Definitions.Syntax.Backoff.Exponential
            ? Math.Max(first.Ticks, TimeSpan.TicksPerDay) : DurationSpec.Max.Ticks;
        return TimeSpan.FromTicks((long)Math.Min(first.Ticks * factor, most));
    }

    /// <summary>Between the policy's bounds, drawn from the attempt's id: different per run, the same in every
    /// replay.</summary>
    private static TimeSpan Jitter(RetryPolicy policy, TaskCall call, ExpressionScope scope, int retry)
    {
        var from = policy.JitterFrom?.Evaluate(call.Input, scope) ?? TimeSpan.Zero;
        var to = policy.JitterTo?.Evaluate(call.Input, scope) ?? from;
        var seed = BitConverter.ToInt32(call.TaskId.ToByteArray(), 4) ^ retry;
        return from + (to - from) * new Random(seed).NextDouble();
    }
}
