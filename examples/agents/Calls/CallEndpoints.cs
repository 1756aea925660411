using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Workflow.ExampleAgents.Calls;

/// <summary><c>POST /agents/{name}</c>, <c>GET /agents</c>, <c>GET /healthz</c>.</summary>
public static class CallEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok"));
        routes.MapGet("/agents", List);
        routes.MapPost("/agents/{name}", CallAsync);
    }

    private static IResult List(HttpRequest request) => Results.Json(
        AgentCatalogue.All.Select(agent => new
        {
            agent.Name,
            agent.Description,
            Endpoint = $"{request.Scheme}://{request.Host}/agents/{agent.Name}",
        }),
        AgentDefinition.Json);

    private static async Task<IResult> CallAsync(
        string name, HttpRequest request, [FromHeader(Name = "Idempotency-Key")] string? key, CallLog log,
        IOptions<AgentOptions> options, TimeProvider time, CancellationToken ct)
    {
        if (AgentCatalogue.Find(name) is not { } agent)
        {
            return Problem(404, "There is no such agent.", $"'{name}' is none of the agents that GET /agents lists.");
        }

        CallEnvelope? call;
        try
        {
            call = await request.ReadFromJsonAsync<CallEnvelope>(AgentDefinition.Json, ct);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Problem(400, "The body is no call envelope.", error.Message);
        }

        if (call?.TaskId is not { } taskId || call.Input is not { } input)
        {
            return Problem(400, "The call is incomplete.", "'task_id' (a UUID) and 'input' are needed.");
        }

        if (key is not null && !(Guid.TryParse(key, out var keyId) && keyId == taskId))
        {
            return Problem(400, "The call contradicts itself.", $"Idempotency-Key is '{key}', task_id is {taskId}.");
        }

        log.Note(agent.Name, call);
        await Task.Delay(options.Value.Latency, time, ct);
        var answer = agent.Answer(input);
        return answer.Refusal is { } refusal
            ? Problem(422, $"{agent.Name} cannot work on this input.", refusal)
            : Results.Json(answer.Output, AgentDefinition.Json);
    }

    private static ProblemHttpResult Problem(int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail);
}
