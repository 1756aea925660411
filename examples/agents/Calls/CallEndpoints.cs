using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Workflow.Agents;

namespace Workflow.ExampleAgents.Calls;

/// <summary><c>POST /agents/{name}</c>, <c>GET /agents</c>, <c>GET /healthz</c>.</summary>
public static class CallEndpoints
{
    public static void MapAgents(this WebApplication app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok"));
        app.MapGet("/agents", List);
        app.MapPost("/agents/{name}", Unknown);
        foreach (var agent in AgentCatalogue.All)
        {
            app.MapAgent(agent);
        }
    }

    private static void MapAgent(this WebApplication app, AgentDefinition agent)
    {
        var (log, time) = (app.Services.GetRequiredService<CallLog>(), app.Services.GetRequiredService<TimeProvider>());
        var latency = app.Services.GetRequiredService<IOptions<AgentOptions>>().Value.Latency;
        app.MapAgent<JsonElement, object?>(
            agent.Name,
            async (input, context) =>
            {
                await Task.Delay(latency, time, context.Cancelled);
                var answer = agent.Answer(input);
                return answer.Refusal is { } why
                    ? throw new AgentException(422, $"{agent.Name} cannot work on this input.", why)
                    : answer.Output;
            },
            settings =>
            {
                settings.Description = agent.Description;
                settings.Json = AgentDefinition.Json;
                settings.OnCall = call => log.Note(agent.Name, call);
            });
    }

    private static IResult List(HttpRequest request) => Results.Json(
        AgentCatalogue.All.Select(agent => new
        {
            agent.Name,
            agent.Description,
            Endpoint = $"{request.Scheme}://{request.Host}/agents/{agent.Name}",
        }),
        AgentDefinition.Json);

    private static ProblemHttpResult Unknown(string name) => TypedResults.Problem(
        statusCode: 404, title: "There is no such agent.",
        detail: $"'{name}' is none of the agents that GET /agents lists.");
}
