using Microsoft.Extensions.Logging;

namespace Workflow.Agents.Registration;

internal static partial class RegistrationLog
{
    [LoggerMessage(6010, LogLevel.Information, "agent {agent} is registered at {platform}")]
    public static partial void Registered(this ILogger logger, string agent, Uri platform);

    [LoggerMessage(6011, LogLevel.Warning, "agent {agent} is not registered yet: {said}; again in {pause_ms} ms")]
    public static partial void NotRegistered(this ILogger logger, string agent, string said, double pause_ms);

    [LoggerMessage(6012, LogLevel.Error, "agent {agent} cannot be registered: {said}")]
    public static partial void RegistrationRefused(this ILogger logger, string agent, string said);
}
