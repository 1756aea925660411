using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Workflow.Agents.Registration;

/// <summary>Puts the agents of this app into the platform's registry.</summary>
internal sealed class AgentRegistration(
    RegistrationSettings settings, EndpointDataSource endpoints, IHostApplicationLifetime life,
    IServiceProvider services, ILogger<AgentRegistration> logger) : BackgroundService
{
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        foreach (var agent in endpoints.Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<AgentDescription>()).OfType<AgentDescription>())
        {
            await RegisterAsync(http, agent, stoppingToken);
        }
    }

    private async Task RegisterAsync(HttpClient http, AgentDescription agent, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromMilliseconds(500); ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            var (isDone, said) = await TryAsync(http, agent, ct);
            if (isDone)
            {
                return;
            }

            logger.NotRegistered(agent.Name, said, pause.TotalMilliseconds);
            await Task.Delay(pause, _time, ct);
        }
    }

    private async Task<(bool IsDone, string Said)> TryAsync(
        HttpClient http, AgentDescription agent, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Put, new Uri(settings.Platform, $"/api/v1/agents/{Uri.EscapeDataString(agent.Name)}"))
            {
                Content = new StringContent(BodyOf(agent), Encoding.UTF8, "application/json"),
            };
            if (settings.Token is { } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var answer = await http.SendAsync(request, ct);
            var said = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}";
            if (answer.IsSuccessStatusCode)
            {
                logger.Registered(agent.Name, settings.Platform);
                return (true, said);
            }

            if ((int)answer.StatusCode is >= 400 and < 500 and not (408 or 429))
            {
                logger.RegistrationRefused(agent.Name, said);
                return (true, said);
            }

            return (false, said);
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (false, error.Message);
        }
    }

    private string BodyOf(AgentDescription agent)
    {
        var body = new JsonObject
        {
            ["endpoint"] = new Uri(settings.Self, agent.Path).ToString(),
            ["description"] = agent.Settings.Description,
            ["timeout_seconds"] = agent.Settings.TimeoutSeconds,
            ["max_concurrency"] = agent.Settings.MaxConcurrency,
        };
        foreach (var (name, _) in body.Where(member => member.Value is null).ToList())
        {
            body.Remove(name);
        }

        return body.ToJsonString();
    }
}
