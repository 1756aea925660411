using System.Buffers;
using System.Text.Json;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Model;

namespace Workflow.Api.Surfaces.AsyncTracing;

/// <summary>Answer to a start.</summary>
/// <param name="Status">Always <c>accepted</c>.</param>
/// <param name="Type">Always <c>workflow</c>.</param>
/// <param name="EstimatedCompletionTime">When it may begin, and the usual duration of this workflow after it.</param>
/// <param name="StatusUrl">Path to ask for the status at.</param>
/// <param name="Timestamp">When it was accepted.</param>
public sealed record AcceptedExecution(
    Guid ExecutionId, string Status, string Type, DateTimeOffset EstimatedCompletionTime, string StatusUrl,
    DateTimeOffset Timestamp);

/// <summary>Starts a workflow with a query of a conversation.</summary>
public static class ExecuteAsyncEndpoint
{
    private const int TextLengthMax = 256 * 1_048_576;

    private static readonly TextField Query = new("query", "What is asked.", TextLengthMax) { IsRequired = true };

    private static readonly TextField SessionId = new("session_id", "The conversation it belongs to.", 1_000);

    private static readonly TextField UserId = new(
        "user_id", "Whom it is about; never changes whom the run belongs to.", 1_000);

    private static readonly ArrayField ChatHistory = new("chat_history", "What was said before.");

    private static readonly BodyShape Body = new(StartFields.After(Query, SessionId, UserId, ChatHistory))
    {
        Example = """
            {"query": "Your query here", "session_id": "optional_session_id", "user_id": "optional_user_id",
             "chat_history": []}
            """,
    };

    public static void MapExecuteAsync(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/workflows/{workflow_id}/execute/async", ExecuteAsync)
            .Describe("Async with tracing", "Start a workflow, by its id or name, with a query")
            .TakesName("workflow_id")
            .Starts(Body)
            .Answers<AcceptedExecution>(202, "The run is accepted, or was before under the same key.");

    private static async Task<IResult> ExecuteAsync(
        string workflow_id, Caller caller, HttpContext http, StartReader reader, StartCommand start,
        DurationEstimates durations)
    {
        var (body, terms, key, _, problem) = await reader.ReadAsync(http.Request, Body);
        if (problem is not null)
        {
            return problem;
        }

        var (run, refusal) = await start.RunAsync(
            caller, new StartRequest(RunType.Workflow, workflow_id, InputOf(body), terms, key),
            http.RequestAborted);
        if (run is null)
        {
            return refusal!;
        }

        var statusUrl = $"/api/executions/{run.RunId}/status";
        return StartRoutes.Taken(http, run, statusUrl, new AcceptedExecution(
            run.RunId, "accepted", run.Type, run.StartsAt + await durations.OfAsync(run), statusUrl, run.CreatedAt));
    }

    /// <summary>The members that were given, as the run's input.</summary>
    private static RawJson InputOf(FieldValues body)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var field in new[] { Query, SessionId, UserId })
            {
                if (body.Get(field) is { } value)
                {
                    writer.WriteString(field.Name, value);
                }
            }

            if (body.Has(ChatHistory))
            {
                writer.WritePropertyName(ChatHistory.Name);
                writer.WriteRawValue(body.Get(ChatHistory).Utf8.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return new RawJson(text.WrittenMemory);
    }
}
