using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Workflow.Hosting;

/// <summary>Logs to standard output as LOG_LEVEL and LOG_FORMAT say.</summary>
public static class ServiceLog
{
    private const string Text =
        "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u4} {event_id} {Message:lj}{NewLine}{Exception}";

    /// <summary>For loggers that write whole URLs: those of browsers' sockets and streams hold tokens.</summary>
    private const LogEventLevel UrlLevel = LogEventLevel.Warning;

    /// <param name="setting">Gives the value of a setting by its name.</param>
    /// <exception cref="SettingException">LOG_LEVEL or LOG_FORMAT has no meaning.</exception>
    public static ILoggingBuilder AddServiceLog(this ILoggingBuilder logging, Func<string, string?> setting)
    {
        var level = LevelOf(setting("LOG_LEVEL"));
        var othersLevel = level == LogEventLevel.Information ? LogEventLevel.Warning : level;
        var log = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", othersLevel)
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", UrlLevel)
            .MinimumLevel.Override("Microsoft.AspNetCore.Server.Kestrel.BadRequests", UrlLevel)
            .MinimumLevel.Override("System.Net.Http", othersLevel)
            .MinimumLevel.Override("Npgsql", othersLevel)
            .Enrich.FromLogContext()
            .Enrich.With<EventNumber>()
            .Enrich.With<TraceOfEvent>();
        log = setting("LOG_FORMAT")?.ToLowerInvariant() switch
        {
            null or "" or "text" => log.WriteTo.Console(outputTemplate: Text),
            "json" => log.WriteTo.Console(new JsonFormatter(renderMessage: true)),
            var other => throw new SettingException("LOG_FORMAT", other, "no such format; use text or json."),
        };
        return logging.ClearProviders().AddSerilog(log.CreateLogger(), dispose: true);
    }

    private static LogEventLevel LevelOf(string? name) => name?.ToUpperInvariant() switch
    {
        null or "" or "INFO" or "INFORMATION" => LogEventLevel.Information,
        "TRACE" or "VERBOSE" => LogEventLevel.Verbose,
        "DEBUG" => LogEventLevel.Debug,
        "WARN" or "WARNING" => LogEventLevel.Warning,
        "ERROR" => LogEventLevel.Error,
        "CRITICAL" or "FATAL" => LogEventLevel.Fatal,
        _ => throw new SettingException(
            "LOG_LEVEL", name, "no such level; use DEBUG, INFO, WARNING, ERROR or CRITICAL."),
    };

    /// <summary>Leads from a log line to its trace.</summary>
    private sealed class TraceOfEvent : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
            {
                logEvent.AddPropertyIfAbsent(
                    propertyFactory.CreateProperty("trace_id", span.TraceId.ToHexString()));
            }
        }
    }

    /// <summary>Puts an event's stable number beside it; the framework's own value is a pair of number and
    /// name.</summary>
    private sealed class EventNumber : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.GetValueOrDefault("EventId") is StructureValue pair
                && pair.Properties.FirstOrDefault(property => property.Name == "Id") is { } number)
            {
                logEvent.RemovePropertyIfPresent("EventId");
                logEvent.AddPropertyIfAbsent(new LogEventProperty("event_id", number.Value));
            }
        }
    }
}
