using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Workflow.Hosting;

public static class TelemetryServices
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Exports spans and metrics where OTEL_EXPORTER_OTLP_ENDPOINT is set; else nobody listens, and none are
    /// made.</summary>
    /// <param name="service">What the process is called where OTEL_SERVICE_NAME does not say.</param>
    /// <exception cref="SettingException">The endpoint is no address.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, string service)
    {
        var endpoint = Environment.GetEnvironmentVariable(Endpoint);
        if (string.IsNullOrWhiteSpace(endpoint))
        {
            return services;
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? services.AddSingleton<IHostedService>(_ => new TelemetryExport(service))
            : throw new SettingException(
                Endpoint, endpoint, "is no address such as http://collector:4317, so nothing would be seen.");
    }
}
