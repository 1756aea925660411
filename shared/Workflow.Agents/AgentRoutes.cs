using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Agents.Registration;
using Workflow.Agents.Work;

namespace Workflow.Agents;

/// <summary>Serves functions as agents.</summary>
public static class AgentRoutes
{
    /// <summary>Serves an agent at <c>POST /agents/{name}</c>, and hears at <c>POST /agents/{name}/cancel</c> that
    /// nobody waits any more.</summary>
    /// <param name="name">The name under which it is registered.</param>
    /// <param name="handler">Does the work of one task; what it returns is the output, what it throws the failure (see
    /// <see cref="AgentException"/>). It runs once per task in this process, however often the task comes, and goes on
    /// when the connection breaks.</param>
    /// <param name="configure">Changes the settings; null for none.</param>
    /// <returns>Both routes, to add authorization for example.</returns>
    public static IEndpointConventionBuilder MapAgent<TInput, TOutput>(
        this IEndpointRouteBuilder routes, string name, Func<TInput, AgentContext, Task<TOutput>> handler,
        Action<AgentSettings>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var settings = new AgentSettings();
        configure?.Invoke(settings);
        var path = settings.Path ?? $"/agents/{name}";
        var time = routes.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = (routes.ServiceProvider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)
            .CreateLogger("Workflow.Agents");
        var host = new AgentHost<TInput, TOutput>(name, handler, settings, time, logger);
        var group = routes.MapGroup(path);
        group.MapPost("", (RequestDelegate)host.CallAsync)
            .WithMetadata(new AgentDescription(name, path, settings));
        group.MapPost("/cancel", (RequestDelegate)host.CancelAsync);
        return group;
    }

    /// <summary>Serves an agent that needs no more than its input, and answers at once.</summary>
    /// <param name="name">The name under which it is registered.</param>
    /// <param name="handler">Makes the output of the input, or throws.</param>
    /// <param name="configure">Changes the settings; null for none.</param>
    public static IEndpointConventionBuilder MapAgent<TInput, TOutput>(
        this IEndpointRouteBuilder routes, string name, Func<TInput, TOutput> handler,
        Action<AgentSettings>? configure = null) =>
        routes.MapAgent<TInput, TOutput>(name, (input, _) => Task.FromResult(handler(input)), configure);
}
