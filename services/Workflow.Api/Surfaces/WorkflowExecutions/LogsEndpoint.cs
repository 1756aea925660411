using System.Text.Json.Serialization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Redaction;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Surfaces.WorkflowExecutions;

/// <summary>One attempt of a step.</summary>
/// <param name="StepName">Name of the task in the definition.</param>
/// <param name="Status">pending, running, completed, failed, skipped or cancelled.</param>
/// <param name="Timestamp">When it began.</param>
public sealed record ExecutionLog(
    Guid Id, string StepName, string StepType, string Status,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson InputData,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson OutputData, long? DurationMs,
    string? ErrorMessage, DateTimeOffset Timestamp)
{
    /// <summary>Members that are null because they are too large for this many logs; ask for fewer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? LeftOut { get; init; }
}

/// <summary>Reads what happened, step by step.</summary>
public static class LogsEndpoint
{
    private const int LimitMax = 1_000;
    private const int LimitUsual = 100;

    /// <summary>What an earlier system called a step that asks an agent.</summary>
    private const string FormerAgentType = "ai";

    private static readonly ChoiceField StepTypeField = new(
        "step_type", "Only steps of this type; `ai` stands for `agent_execution`.",
        FormerAgentType, StepType.AgentExecution, StepType.ToolCall, StepType.DecisionPoint, StepType.DataProcessing,
        StepType.Wait, StepType.SubWorkflow);

    private static readonly TextField StepName = new("step_name", "Only steps of this name.");

    private static readonly FlagField HasError = new("has_error", "Only steps with an error, or only those without.");

    private static readonly NumberField Limit = new("limit", "Most logs of the answer.", 1, LimitMax)
    {
        Default = LimitUsual,
    };

    private static readonly NumberField Offset = new("offset", "Logs to leave out before.", 0, int.MaxValue)
    {
        Default = 0,
    };

    private static readonly QueryShape Query = new(StepTypeField, StepName, HasError, Limit, Offset);

    public static void MapLogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workflows/executions/{execution_id}/logs", LogsAsync)
            .Describe("Workflow executions", "Read what happened, step by step, in the order in which steps began")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers<ExecutionLog[]>(200, "The logs.")
            .Refuses(ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> LogsAsync(
        string execution_id, Caller caller, HttpRequest request, LogQueries logs, ApiOptions options,
        CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !Query.TryRead(request.Query, query, out problem))
        {
            return problem;
        }

        var type = query.Get(StepTypeField);
        var filter = new LogFilter(
            type == FormerAgentType ? StepType.AgentExecution : type, query.Get(StepName), query.OrNull(HasError));
        var limit = (int)query.Get(Limit, LimitUsual);
        var entries = await logs.ReadAsync(
            caller.Sees, runId, filter, limit, (int)query.Get(Offset), options.PayloadBytesMax(limit), ct);
        return entries is null
            ? Problems.RunNotFound(runId)
            : TypedResults.Ok(entries.Select(entry => new ExecutionLog(
                entry.Id, entry.StepName, entry.StepType, entry.Status.ToJson(), entry.Input, entry.Output,
                entry.DurationMs, entry.ErrorMessage, entry.Timestamp)
            {
                LeftOut = PayloadNames.LeftOut(entry.IsInputLeftOut, entry.IsOutputLeftOut),
            }).ToArray());
    }
}
