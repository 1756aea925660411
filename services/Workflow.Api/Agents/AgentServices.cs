using Workflow.Database.Agents;
using Workflow.Outgoing.Secrets;
using Workflow.Registry;

namespace Workflow.Api.Agents;

/// <summary>Where agents come from: the table, or another registry.</summary>
public static class AgentServices
{
    /// <exception cref="Hosting.SettingException">A setting must not be used.</exception>
    public static void AddAgentLookup(this IServiceCollection services, IConfiguration settings)
    {
        var registry = RegistryOptions.Read(settings.AsEnumerable());
        services.AddSingleton(registry);
        if (!registry.IsUsed)
        {
            services.AddSingleton<IAgentLookup>(provider => provider.GetRequiredService<AgentStore>());
            return;
        }

        var variables = settings.AsEnumerable().ToDictionary(one => one.Key, one => one.Value);
        services.AddSingleton<IAgentLookup>(provider => new RemoteAgents(
            registry, new SecretSource(variables, "the API"), TimeProvider.System,
            provider.GetRequiredService<ILogger<RemoteAgents>>()));
    }
}
