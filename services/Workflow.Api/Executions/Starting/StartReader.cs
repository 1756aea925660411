using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Intake;

namespace Workflow.Api.Executions.Starting;

/// <summary>What a start's request holds, or the answer that says what is wrong with it.</summary>
/// <param name="Key">Its Idempotency-Key; null without one.</param>
/// <param name="Wait">How long it would wait for the end; zero for not at all.</param>
public readonly record struct StartReading(
    FieldValues Body, StartTerms Terms, string? Key, TimeSpan Wait, Problem? Problem)
{
    public static implicit operator StartReading(Problem problem) =>
        new(new FieldValues(), new StartTerms(), null, TimeSpan.Zero, problem);
}

/// <summary>Reads the requests of starts, unless too many runs wait already (R9).</summary>
public sealed class StartReader(Backlog backlog, StartWebhook webhook, ApiOptions options, IntakeOptions limits)
{
    public async Task<StartReading> ReadAsync(HttpRequest request, BodyShape shape)
    {
        if (!IdempotencyKey.TryRead(request, out var key, out var problem)
            || !PreferWait.TryRead(request, out var wait, out problem))
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
        return new StartReading(body, StartFields.Read(body, receiver, concurrency), key, wait, wrong ?? fault);
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

    /// <summary>Describes that a start may be waited for.</summary>
    public static RouteHandlerBuilder Waits<T>(this RouteHandlerBuilder route) => route
        .TakesHeader(PreferWait.Field)
        .Answers<T>(200, "The execution has ended within the time that the caller would wait for it.");

    /// <summary>The answer 202; it says so when it repeats an earlier one.</summary>
    /// <param name="location">Where the run can be read.</param>
    public static IResult Taken<T>(HttpContext http, StartedRun run, string location, T answer)
    {
        TellRepeat(http, run);
        return new SizedAnswer<T>(StatusCodes.Status202Accepted, answer, location);
    }

    /// <summary>The answer 200 to a caller that waited for the end.</summary>
    public static IResult Ended<T>(HttpContext http, StartedRun run, T answer)
    {
        TellRepeat(http, run);
        return new SizedAnswer<T>(StatusCodes.Status200OK, answer);
    }

    private static void TellRepeat(HttpContext http, StartedRun run)
    {
        if (run.IsRepeat)
        {
            http.Response.Headers[IdempotencyKey.RepeatedHeader] = "true";
        }
    }
}
