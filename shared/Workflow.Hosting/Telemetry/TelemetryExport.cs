using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Workflow.Hosting;

/// <summary>Sends spans and metrics by OTLP for as long as the process runs. How is said by OpenTelemetry's own
/// variables (OTEL_EXPORTER_OTLP_ENDPOINT and the like).</summary>
internal sealed class TelemetryExport(string service) : IHostedService, IDisposable
{
    private TracerProvider? _spans;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault();
        if (Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is not { Length: > 0 })
        {
            resource.AddService(service);
        }

        _spans = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Workflow", "Microsoft.AspNetCore", "System.Net.Http")
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(
                "Workflow.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http",
                "System.Runtime", "Npgsql")
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Started first, so stopped last: what the others leave behind is sent, too.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, cancellationToken);

    public void Dispose()
    {
        _spans?.Dispose();
        _metrics?.Dispose();
    }
}
