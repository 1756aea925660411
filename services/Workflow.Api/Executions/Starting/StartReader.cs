using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Intake;

namespace Workflow.Api.Executions.Starting;

/// <summary>What a start's request holds, or the answer that says what is wrong with it.</summary>
/// <param name="Key">Its Idempotency-Key; null without one.</param>
public readonly record struct StartReading(FieldValues Body, StartTerms Terms, string? Key, Problem? Problem)
{
    public static implicit operator StartReading(Problem problem) =>
        new(new FieldValues(), new StartTerms(), null, problem);
}

/// <summary>Reads the requests of starts, unless too many runs wait already (R9).</summary>
public sealed class StartReader(Backlog backlog, StartWebhook webhook, ApiOptions options, IntakeOptions limits)
{
    public async Task<StartReading> ReadAsync(HttpRequest request, BodyShape shape)
    {
        if (!IdempotencyKey.TryRead(request, out var key, out var problem))
        {
            return problem;
        }

        if (backlog.IsTooDeep())
        {
            return Problems.BacklogFull(limits.BacklogMax);
        }

        var (body, refusal) = await shape.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var (receiver, wrong) = webhook.Read(body);
        var (concurrency, fault) = StartConcurrency.Read(body, options.JsonDepthMax);
        return new StartReading(body, StartFields.Read(body, receiver, concurrency), key, wrong ?? fault);
    }
}

/// <summary>What starts have in common as routes.</summary>
public static class StartRoutes
{
    /// <summary>Describes a route that starts runs of workflows.</summary>
    public static RouteHandlerBuilder Starts(this RouteHandlerBuilder route, BodyShape body) => route
        .Needs(Scopes.RunsWrite)
        .TakesHeader(IdempotencyKey.Field)
        .TakesBody(body)
        .Refuses(
            ProblemTypes.WorkflowNotFound, ProblemTypes.AmbiguousWorkflow, ProblemTypes.IdempotencyKeyReused,
            ProblemTypes.InputRefused, ProblemTypes.BacklogFull, ProblemTypes.QuotaExceeded,
            ProblemTypes.ConcurrencyLimit, ProblemTypes.ConcurrencyQueueFull);

    /// <summary>The answer 202; it says so when it repeats an earlier one.</summary>
    /// <param name="location">Where the run can be read.</param>
    public static IResult Taken<T>(HttpContext http, StartedRun run, string location, T answer)
    {
        if (run.IsRepeat)
        {
            http.Response.Headers[IdempotencyKey.RepeatedHeader] = "true";
        }

        return TypedResults.Accepted(location, answer);
    }
}
