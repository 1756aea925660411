using System.Data.Common;
using Workflow.Api.Accounts;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Surfaces.ExecutionsV1;

/// <summary>Answer to a start.</summary>
/// <param name="Type">agent, pipeline or workflow.</param>
/// <param name="TargetId">The workflow's id, or the agent's name.</param>
/// <param name="TargetName">The workflow's or agent's name.</param>
/// <param name="Status"><c>pending</c>; of a repeated request, where its execution is by now.</param>
/// <param name="StatusUrl">Path to ask for the status at.</param>
/// <param name="StartsAt">When it may begin: <paramref name="CreatedAt"/>, or <c>start_at</c> of the request when that
/// is later.</param>
public sealed record StartedExecution(
    Guid ExecutionId, string Type, string TargetId, string TargetName, string Status, string StatusUrl,
    DateTimeOffset CreatedAt, DateTimeOffset StartsAt);

/// <summary>Starts an agent, a pipeline or a workflow.</summary>
public static class StartEndpoint
{
    private static readonly ChoiceField Type = new("type", "What is run.", [.. RunType.All]) { IsRequired = true };

    private static readonly TextField Target = new(
        "target_id", "Name of the agent; or id, name or namespace/name of the workflow or pipeline.", 400)
    {
        IsRequired = true,
    };

    private static readonly ObjectField Inputs = new("inputs", "The input of the run.");

    private static readonly ObjectField Config = new(
        "config", "Settings of this run: they are the member `config` of its input.");

    private static readonly BodyShape Body = new(StartFields.After(Type, Target, Inputs, Config))
    {
        Example = """
            {"type": "agent", "target_id": "mem_l1_summarizer", "inputs": {"text": "Input text"},
             "config": {"flow_id": "default"}}
            """,
    };

    public static void MapStartV1(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/executions", StartAsync)
            .Describe("Executions v1", "Start an agent, a pipeline or a workflow")
            .Starts(Body)
            .Refuses(ProblemTypes.AgentNotFound, ProblemTypes.AgentDisabled)
            .Waits<ExecutionStatusV1>()
            .Answers<StartedExecution>(202, "The execution is accepted, or was before under the same key.");

    private static async Task<IResult> StartAsync(
        Caller caller, Account account, HttpContext http, StartReader reader, StartCommand start, StartWaits waits,
        RunDetails runs)
    {
        var (body, terms, key, patience, problem) = await reader.ReadAsync(http.Request, Body);
        if (problem is not null)
        {
            return problem;
        }

        if (!ConfiguredInput.TryJoin(body.Get(Inputs), body.Get(Config), out var input))
        {
            return Problems.InvalidBody([new ProblemError(
                "/config", null, null, "It becomes the member 'config' of the input, and inputs has one already.",
                "config, or inputs.config, not both")]);
        }

        using var wait = waits.Begin(patience, account);
        var (run, refusal) = await start.RunAsync(
            caller, new StartRequest(body.Get(Type)!, body.Get(Target)!, input, terms, key) { RunId = wait.RunId },
            http.RequestAborted);
        if (run is null)
        {
            return refusal!;
        }

        if (await wait.EndAsync(http, run) is not null
            && await TryReadAsync(runs, caller, run.RunId, http.RequestAborted) is { } details)
        {
            return StartRoutes.Ended(http, run, ExecutionStatusV1.Of(details));
        }

        var statusUrl = $"/api/v1/executions/{run.RunId}";
        return StartRoutes.Taken(http, run, statusUrl, new StartedExecution(
            run.RunId, run.Type, run.TargetId, run.Name, run.Status.ToJson(), statusUrl, run.CreatedAt, run.StartsAt));
    }

    /// <summary>Null as well while the database is away: the run is accepted, and that is the answer then.</summary>
    private static async Task<RunDetail?> TryReadAsync(
        RunDetails runs, Caller caller, Guid runId, CancellationToken ct)
    {
        try
        {
            return await runs.FindAsync(caller.Sees, runId, ct);
        }
        catch (DbException)
        {
            return null;
        }
    }
}
