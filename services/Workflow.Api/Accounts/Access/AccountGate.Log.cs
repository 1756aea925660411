using System.Net;
using Workflow.Api.Accounts.Setup;

namespace Workflow.Api.Accounts.Access;

internal static partial class AccountGateLog
{
    [LoggerMessage(1112, LogLevel.Information, "{route} from {address} refused: {reason}")]
    public static partial void Refused(this ILogger logger, string? route, IPAddress? address, string reason);

    [LoggerMessage(
        1114, LogLevel.Information, "accounts are {mode}; Local lets callers on this machine do without a token")]
    public static partial void ModeIs(this ILogger logger, AccountMode mode);
}
