using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Verbs;
using Workflow.Database.Recovery;
using Workflow.Database.Signals;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Signals;

/// <summary>Sends events to executions that listen for them, now or later.</summary>
public static class SignalEndpoints
{
    internal const string Tag = "Signals";

    private static readonly TextField Type = new("type", "What has happened; what filters look at first.");
    private static readonly TextField Name = new("name", "The same as type, for those who think of named signals.");
    private static readonly TextField Id = new("id", "Makes the same signal, sent again, count once.");
    internal static readonly TextField Source = new("source", "Where it happened: a URI. Default /api.", 2_000);
    internal static readonly TextField Subject = new("subject", "What it happened to.", 2_000);
    internal static readonly TimeField Time = new("time", "When it happened; now when left out.");
    internal static readonly TextField ContentType = new("datacontenttype", "Media type of data.");
    internal static readonly TextField DataSchema = new("dataschema", "A URI that tells how data is built.", 2_000);
    internal static readonly ChoiceField Version = new("specversion", "Of CloudEvents.", "1.0");
    internal static readonly AnyField Data = new("data", "What the listening task gets.");

    private static readonly BodyShape Body = new(
        Type, Name, Id, Source, Subject, Time, ContentType, DataSchema, Version, Data)
    {
        Example = """{"type": "com.example.paid", "id": "payment-17", "data": {"amount": 12}}""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/executions/{execution_id}/signals", SendAsync)
            .Describe(Tag, "Send a signal to an execution")
            .Needs(Scopes.RunsWrite)
            .TakesBody(Body)
            .Answers<SentSignal>(202, "It is kept until the execution takes it in.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionEnded,
                ProblemTypes.SignalTooLarge, ProblemTypes.TooManySignals);

    private static async Task<IResult> SendAsync(
        string execution_id, Caller caller, HttpRequest request, SignalStore store, OwnerSignals owners,
        SignalOptions limits, ApiOptions options, TimeProvider time, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await Body.ReadAsync(request, options);
        if (refusal is not null || (refusal = Check(body, limits, out var type)) is not null)
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        var drawn = Guid.CreateVersion7(now);
        var id = body.Get(Id) ?? drawn.ToString();
        var key = body.Has(Id) ? ArrivedSignal.KeyOfGiven(id) : ArrivedSignal.KeyOfDrawn(drawn);
        var cloudEvent = CloudEventText.Of(
            body.OrNull(Time) ?? now, body.Get(Data), ("id", id), ("source", body.Get(Source) ?? "/api"),
            ("type", type), ("subject", body.Get(Subject)), ("datacontenttype", body.Get(ContentType)),
            ("dataschema", body.Get(DataSchema)), ("sentby", caller.OwnerId));
        if (await store.SendAsync(caller.Sees, runId, key, cloudEvent, limits.UnreadMax, ct) is not { } receipt)
        {
            return Problems.RunNotFound(runId);
        }

        if (receipt.Fate == SignalFate.Kept)
        {
            owners.Wake(runId, receipt.Shard, RunInbox.SignalKind);
        }

        return receipt.Fate switch
        {
            SignalFate.Ended => VerbProblems.Ended(runId, receipt.Status),
            SignalFate.Full => SignalProblems.TooMany(runId, limits.UnreadMax),
            var fate => TypedResults.Accepted(
                (string?)null, new SentSignal(runId, id, type, fate == SignalFate.Kept)),
        };
    }

    /// <returns>Null when everything is as it must be.</returns>
    private static Problem? Check(FieldValues body, SignalOptions limits, out string type)
    {
        type = body.Get(Type) ?? body.Get(Name) ?? "";
        if (body.Has(Type) == body.Has(Name))
        {
            return Problems.InvalidBody(
            [
                new ProblemError(
                    "/type", null, null, body.Has(Type) ? "'type' and 'name' mean the same." : "'type' is missing.",
                    "either type or name"),
            ]);
        }

        if (type.StartsWith(ApprovalSpec.ReservedTypes, StringComparison.Ordinal))
        {
            return SignalProblems.Reserved(type);
        }

        var bytes = body.Get(Data).Utf8.Length;
        return bytes > limits.DataBytesMax ? SignalProblems.TooLarge(bytes, limits.DataBytesMax) : null;
    }
}
