using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Model.Callbacks;

namespace Workflow.Api.Callbacks;

/// <summary>Where agents answer that have answered 202 before. The address itself is the permission: it is signed, good
/// for one attempt of one step, and for as long as that runs.</summary>
internal static class CallbackEndpoint
{
    public static void MapCallbacks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/agent-callbacks/{token}", PostAsync)
            .Describe("Agents", "Answer a task that was accepted with 202, or tell of the work on it")
            .NeedsNothing()
            .TakesDocument(CallbackReader.MediaTypes, """{"label": "spam"}""")
            .Answers<CallbackTaken>(200, "It is kept: the agent need not repeat it.")
            .Refuses(
                ProblemTypes.CallbackUnknown, ProblemTypes.CallbackExpired, ProblemTypes.CallbackClosed,
                ProblemTypes.CallbackAnswered, ProblemTypes.MalformedJson, ProblemTypes.InvalidBody);

    private static async Task<IResult> PostAsync(
        string token, HttpRequest request, CallbackKeys keys, CallbackCommand command, ApiOptions options,
        TimeProvider time, CancellationToken ct)
    {
        if (!CallbackToken.TryRead(token, keys.All, out var read))
        {
            return CallbackProblems.Unknown(keys.All.Count > 0);
        }

        if (read.ExpiresAt <= time.GetUtcNow())
        {
            return CallbackProblems.Expired(read);
        }

        var body = await RequestBody.ReadAsync(request, CallbackReader.MediaTypes, options.BodyBytesMax);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var (content, problem) = CallbackReader.Read(body.Utf8, request.ContentType, keys.CheckpointBytesMax);
        if (content is null)
        {
            return problem!;
        }

        var (taken, refused) = await command.RunAsync(read, content, request.ContentType, body.Utf8, ct);
        return taken is null ? refused! : TypedResults.Ok(taken);
    }
}
