using Microsoft.Extensions.DependencyInjection;

namespace Workflow.Agents.Registration;

/// <summary>Where this app's agents register themselves.</summary>
public sealed class RegistrationSettings
{
    /// <summary>Root of the platform's API, such as https://workflow.example.com.</summary>
    public required Uri Platform { get; set; }

    /// <summary>Root of this app as the platform's bridges reach it.</summary>
    public required Uri Self { get; set; }

    /// <summary>Token or API key with the scope <c>agents:write</c>; null where none is needed.</summary>
    public string? Token { get; set; }
}

/// <summary>Adds the registration to an app.</summary>
public static class RegistrationServices
{
    /// <summary>Registers every agent of this app at the platform once the app has started, and tries until the
    /// platform takes it. An agent that is registered already is replaced, with its <c>auth</c>.</summary>
    public static IServiceCollection AddAgentRegistration(
        this IServiceCollection services, RegistrationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.AddHostedService<AgentRegistration>();
        return services;
    }
}
