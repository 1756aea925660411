using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;
using Workflow.Bridge.Options;

namespace Workflow.Bridge.Hosting;

/// <summary>Logs to standard output, as <c>LOG_LEVEL</c> and <c>LOG_FORMAT</c> (text or json) ask for.</summary>
internal static class LogSetup
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <exception cref="BridgeOptionsException">A value is not known.</exception>
    public static Serilog.ILogger Create(Func<string, string?> environment)
    {
        var settings = new LoggerConfiguration()
            .MinimumLevel.Is(Level(environment("LOG_LEVEL")))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.FromLogContext();
        var format = environment("LOG_FORMAT");
        return format?.ToLowerInvariant() switch
        {
            null or "" or "text" => settings.WriteTo.Console(outputTemplate: Line).CreateLogger(),
            "json" => settings.WriteTo.Console(new JsonFormatter(renderMessage: true)).CreateLogger(),
            _ => throw new BridgeOptionsException("LOG_FORMAT", format, "is no format; text or json."),
        };
    }

    private static LogEventLevel Level(string? text) => text?.ToLowerInvariant() switch
    {
        null or "" or "info" or "information" => LogEventLevel.Information,
        "trace" or "verbose" => LogEventLevel.Verbose,
        "debug" => LogEventLevel.Debug,
        "warn" or "warning" => LogEventLevel.Warning,
        "error" => LogEventLevel.Error,
        _ => throw new BridgeOptionsException("LOG_LEVEL", text, "is no level; debug, information, warning or error."),
    };
}
