using System.Net;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using Workflow.Bridge.Logins;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents.Mcp;

/// <summary>What the protocol's client throws, as answers.</summary>
internal static class McpFaults
{
    /// <returns>Null for what is a bug of ours.</returns>
    public static AgentAnswer? AnswerTo(Exception error, Redaction redaction)
    {
        if (Chain(error).OfType<LoginException>().FirstOrDefault() is { } login)
        {
            return login.Answer;
        }

        if (StatusOf(error) is { } status)
        {
            return AgentAnswer.Refused((int)status, $"The MCP server answered {(int)status}.", Text(error, redaction));
        }

        return error switch
        {
            McpProtocolException refusal => AgentAnswer.Refused(
                refusal.ErrorCode is McpErrorCode.InternalError or McpErrorCode.ParseError ? 500 : 400,
                $"The MCP server refused the call with error {(int)refusal.ErrorCode}.", Text(error, redaction)),
            HttpRequestException or IOException or TimeoutException =>
                AgentAnswer.Unreachable(Text(error.InnerException ?? error, redaction) ?? ""),
            McpException or JsonException or InvalidOperationException =>
                AgentAnswer.Unusable(Text(error, redaction) ?? ""),
            _ => null,
        };
    }

    private static HttpStatusCode? StatusOf(Exception error) => Chain(error)
        .Select(each => each is HttpRequestException http ? http.StatusCode
            : each is ClientTransportClosedException { Details: HttpClientCompletionDetails details }
                ? details.HttpStatusCode
                : null)
        .FirstOrDefault(status => status is not null);

    private static string? Text(Exception error, Redaction redaction) =>
        AnswerReader.Cut(redaction.Clean(error.Message));

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var each = error; each is not null; each = each.InnerException)
        {
            yield return each;
        }
    }
}
