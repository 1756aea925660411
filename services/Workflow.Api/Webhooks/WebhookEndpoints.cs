using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Webhooks;
using Workflow.Outgoing;

namespace Workflow.Api.Webhooks;

/// <summary>Receivers for all runs of their owner, or for those of one workflow.</summary>
public static class WebhookEndpoints
{
    internal const string Tag = "Webhooks";

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/webhooks", PostAsync)
            .Describe(Tag, "Register a webhook for your runs")
            .Needs(Scopes.RunsWrite)
            .TakesBody(WebhookBody.Registration)
            .Answers<RegisteredWebhook>(201, "The webhook, with the secret that signs its requests.")
            .Refuses(ProblemTypes.WorkflowNotFound, ProblemTypes.TooManyWebhooks);
        routes.MapGet("/api/v1/webhooks", ListAsync)
            .Describe(Tag, "List webhooks by age")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Pages.Query)
            .Answers<WebhookPage>(200, "A page of webhooks.");
        routes.MapGet("/api/v1/webhooks/{id}", GetAsync)
            .Describe(Tag, "Read a webhook")
            .Needs(Scopes.RunsRead)
            .Answers<WebhookDetail>(200, "The webhook.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.WebhookNotFound);
        routes.MapDelete("/api/v1/webhooks/{id}", DeleteAsync)
            .Describe(Tag, "Delete a webhook; what was still to be sent to it is given up")
            .Needs(Scopes.RunsWrite)
            .Answers(204, "It is gone.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.WebhookNotFound);
    }

    private static async Task<IResult> PostAsync(
        Caller caller, HttpRequest request, WebhookStore webhooks, DestinationRules rules, WebhookOptions limits,
        ApiOptions options, TimeProvider time, CancellationToken ct)
    {
        var (body, problem) = await WebhookBody.Registration.ReadAsync(request, options);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new List<ProblemError>();
        var row = WebhookBody.ReadRegistration(
            body, rules, Guid.CreateVersion7(time.GetUtcNow()), caller.OwnerId, Signature.NewSecret(), errors);
        if (row is null)
        {
            return Problems.InvalidBody(errors);
        }

        if (row.WorkflowId is { } workflowId && !await webhooks.HasWorkflowAsync(caller.Sees, workflowId, ct))
        {
            return Problems.WorkflowNotFound(workflowId);
        }

        if (await webhooks.AddAsync(row, limits.PerOwnerMax, ct) is not { } createdAt)
        {
            return WebhookProblems.TooMany(limits.PerOwnerMax);
        }

        return TypedResults.Created(
            $"/api/v1/webhooks/{row.Id}",
            new RegisteredWebhook(row.Id, row.Secret, WebhookDetail.Of(row with { CreatedAt = createdAt })));
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, WebhookStore webhooks, ApiOptions options, CancellationToken ct)
    {
        if (!Pages.TryRead(request.Query, 1, options.PageMax, out var limit, out var after, out var problem)
            || !Cursors.TryReadId(after, 0, out var afterId, out problem))
        {
            return problem;
        }

        var rows = await webhooks.ListAsync(caller.Sees, afterId, limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Id.ToString()) : null;
        return TypedResults.Ok(new WebhookPage([.. rows.Take(limit).Select(WebhookDetail.Of)], next));
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, WebhookStore webhooks, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var webhookId, out var problem))
        {
            return problem;
        }

        return await webhooks.FindAsync(caller.Sees, webhookId, ct) is { } row
            ? TypedResults.Ok(WebhookDetail.Of(row))
            : WebhookProblems.NotFound(webhookId);
    }

    private static async Task<IResult> DeleteAsync(
        string id, Caller caller, WebhookStore webhooks, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var webhookId, out var problem))
        {
            return problem;
        }

        return await webhooks.DeleteAsync(caller.Sees, webhookId, ct)
            ? TypedResults.NoContent()
            : WebhookProblems.NotFound(webhookId);
    }
}
