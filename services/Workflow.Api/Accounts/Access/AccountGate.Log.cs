using System.Net;

namespace Workflow.Api.Accounts.Access;

internal static partial class AccountGateLog
{
    [LoggerMessage(1112, LogLevel.Information, "{route} from {address} refused: {reason}")]
    public static partial void Refused(this ILogger logger, string? route, IPAddress? address, string reason);
}
