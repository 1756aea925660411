using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Reports;
using Workflow.Model;

namespace Workflow.Api.Executions.Reports;

/// <summary>Reads what the agents of an execution have logged while they worked.</summary>
public static class AgentLogEndpoint
{
    private const int LimitMax = 1_000;
    private const int LimitUsual = 100;
    private static readonly string[] Levels = ["debug", "info", "warning", "error"];

    private static readonly TextField StepName = new("step_name", "Only lines of steps of this name.");

    private static readonly ChoiceField Kind = new(
        "kind", "Only log lines, or only pieces of output.", ReportedLine.Log, ReportedLine.Output);

    private static readonly ChoiceField Level = new("level", "Only log lines of this level or a graver one.", Levels);

    private static readonly NumberField Limit = new("limit", "Most lines of the answer.", 1, LimitMax)
    {
        Default = LimitUsual,
    };

    private static readonly NumberField Offset = new("offset", "Lines to leave out before.", 0, int.MaxValue)
    {
        Default = 0,
    };

    private static readonly QueryShape Query = new(StepName, Kind, Level, Limit, Offset);

    public static void MapAgentLogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/{execution_id}/logs", LogsAsync)
            .Describe("Executions v1", "Read what an execution's agents have logged, in the order of its times")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers<AgentLogPage>(200, "The lines.")
            .Refuses(ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> LogsAsync(
        string execution_id, Caller caller, HttpRequest request, AgentLogQueries logs, ApiOptions options,
        CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !Query.TryRead(request.Query, query, out problem))
        {
            return problem;
        }

        var level = query.Get(Level);
        var filter = new AgentLogFilter(
            query.Get(StepName), query.Get(Kind), level is null ? null : Levels[Array.IndexOf(Levels, level)..]);
        var limit = (int)query.Get(Limit, LimitUsual);
        return await logs.ReadAsync(
            caller.Sees, runId, filter, limit, (int)query.Get(Offset), options.PayloadBytesMax(limit), ct) is { } view
            ? TypedResults.Ok(new AgentLogPage(
                runId, [.. view.Lines.Select(AgentLogLine.Of)], view.Dropped, view.CallsDropped))
            : Problems.RunNotFound(runId);
    }
}
