using System.Text.Json;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks.Tools;
using Workflow.Jq;
using Workflow.Model;
using Workflow.Tools;
using Workflow.Tools.AsyncApi;
using Workflow.Tools.Logins;

namespace Workflow.Execution.Tasks.CallAsyncApi;

/// <summary>The <c>subscription</c> of <c>call: asyncapi</c>. Where the topic ended is committed before anything is
/// read, so whoever carries the run on reads the same messages from there: none is lost or taken twice.</summary>
internal sealed class Subscriptions(AsyncApiTool tool, ExecutionOptions options)
{
    /// <summary>For a run that is carried on after the time is over: so that it comes by what was sent in it.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(5);

    public async ValueTask<TaskOutcome> RunAsync(
        TaskCall call, AsyncApiCall request, AsyncApiSubscription terms, FindLogin login, CancellationToken ct)
    {
        var (position, failed) = call.Recorded is { } recorded && PositionOf(recorded.Metadata) is { } kept
            ? (kept, null)
            : await LocateAsync(call, request, login, ct);
        if (position is null)
        {
            return failed!.Value;
        }

        var left = terms.For?.Evaluate(call.Input, call.Scope) is { } span ? Deadline.Cap(span) : (TimeSpan?)null;
        var consumption = ConsumptionOf(call, terms, call.StartedAt + left);
        call.Note(draft => draft with { Metadata = new RawJson(position.ToMetadata().ToUtf8()) });
        return await ToolStep.RunAsync(
            call,
            request.ToolName,
            terms.For is null ? ToolStep.DueOf(call, options) : null,
            $"{request.ToolName} had not consumed enough within {options.HttpTimeout}; give it a `timeout`, or say "
            + "`for` how long it consumes at most.",
            inner => ConsumeAsync(call, request, position, consumption, inner),
            ct);
    }

    private async Task<ToolAnswer> ConsumeAsync(
        TaskCall call, AsyncApiCall request, KafkaPosition position, Consumption consumption, CancellationToken ct)
    {
        if (consumption.EndsAt is not { } end)
        {
            return await tool.ConsumeAsync(request, position, consumption, CancellationToken.None, ct);
        }

        var left = end - call.Run.Clock.GetUtcNow();
        using var over = new CancellationTokenSource(left > CatchUp || call.Recorded is null ? Positive(left) : CatchUp,
            call.Run.Clock);
        return await tool.ConsumeAsync(request, position, consumption, over.Token, ct);
    }

    private static TimeSpan Positive(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private async ValueTask<(KafkaPosition? Position, TaskOutcome? Failed)> LocateAsync(
        TaskCall call, AsyncApiCall request, FindLogin login, CancellationToken ct)
    {
        KafkaPosition? position = null;
        var outcome = await Deadline.RunAsync(
            call.Run,
            call.Run.Clock.GetUtcNow() + options.HttpTimeout,
            async inner =>
            {
                (position, var fault) = await call.Run.InProcessAsync(tool.LocateAsync(request, login, inner));
                return fault is null
                    ? TaskOutcome.Completed(JqValue.Null)
                    : TaskOutcome.Failed(ToolStep.ErrorOf(fault, call.Node.Pointer));
            },
            () => WorkflowError.Timeout(
                $"{request.ToolName} did not find its topic within {options.HttpTimeout}.", call.Node.Pointer),
            ct);
        return (position, outcome);
    }

    private Consumption ConsumptionOf(TaskCall call, AsyncApiSubscription terms, DateTimeOffset? end)
    {
        var scope = call.Scope;
        return new Consumption(tool.ConsumedBytesMax)
        {
            Amount = terms.Amount,
            EndsAt = end,
            Wants = terms.Filter is { } filter ? message => Holds(filter, message, scope, otherwise: false) : null,
            IsEnough = terms is { While: null, Until: null } ? null : messages =>
                (terms.Until is { } until && Holds(until, messages, scope, otherwise: false))
                || (terms.While is { } condition && !Holds(condition, messages, scope, otherwise: true)),
        };
    }

    /// <summary>Senders must not be able to fail the run: an expression that fails about their messages says
    /// nothing.</summary>
    private static bool Holds(Expression expression, JqValue value, ExpressionScope scope, bool otherwise)
    {
        try
        {
            return expression.IsTrue(value, scope);
        }
        catch (JqException)
        {
            return otherwise;
        }
    }

    private static KafkaPosition? PositionOf(RawJson metadata)
    {
        try
        {
            return metadata.IsEmpty ? null : KafkaPosition.Of(JqValue.Parse(metadata.Utf8.Span));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
