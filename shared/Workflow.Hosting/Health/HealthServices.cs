using Microsoft.Extensions.DependencyInjection;

namespace Workflow.Hosting;

public static class HealthServices
{
    /// <summary>Answers to probes, and <see cref="ServiceHealth"/> for the parts to report to.</summary>
    /// <exception cref="SettingException">A setting must not be used.</exception>
    public static IServiceCollection AddHealthPort(
        this IServiceCollection services, IEnumerable<KeyValuePair<string, string?>> settings) => services
        .AddSingleton(OptionsReader.Read<HealthOptions>(settings, HealthOptions.Prefix))
        .AddSingleton<ServiceHealth>()
        .AddHostedService<HealthPort>();
}
