using System.Text;
using Workflow.Model;
using Workflow.Outgoing;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Http;

/// <summary>Makes HTTP calls and says how they ended. Thread-safe.</summary>
public sealed class HttpTool(OutgoingClient client, ToolOptions options)
{
    private const int ToldCharactersMax = 500;

    /// <summary>A server may redirect to where it wants another answer to its challenge.</summary>
    private const int LoginsMax = 2;

    /// <summary>Why the call cannot be made; null when nothing is in its way.</summary>
    public ToolFault? Refusal(HttpCall call) => call.Request.Body?.Length > options.RequestBytesMax
        ? ToolFault.Validation(
            $"The request body has {call.Request.Body?.Length} bytes; {options.RequestBytesMax} are allowed "
            + "(WORKFLOW_TOOLS_REQUEST_BYTES_MAX).")
        : null;

    public async Task<ToolAnswer> CallAsync(HttpCall call, FindLogin findLogin, CancellationToken ct)
    {
        var reading = await findLogin(call.Request.Address, ct);
        return reading.Fault is { } fault
            ? ToolAnswer.Failed(fault)
            : await CallAsync(call, reading.Login, ct);
    }

    /// <summary>Makes a call of its login, and sends both; anew when the login is refused and there is another
    /// one.</summary>
    public async Task<ToolAnswer> CallAsync(Uri target, MakeCall make, FindLogin findLogin, CancellationToken ct)
    {
        var reading = await findLogin(target, ct);
        var (call, fault) = reading.Fault is { } refused ? (null, refused) : make(reading.Login);
        return call is null ? ToolAnswer.Failed(fault!) : await CallAsync(call, reading.Login, make, ct);
    }

    /// <summary>Sends it with a login; what the other side repeats of that is taken out.</summary>
    public Task<ToolAnswer> CallAsync(HttpCall call, ToolLogin login, CancellationToken ct) =>
        CallAsync(call, login, null, ct);

    private async Task<ToolAnswer> CallAsync(HttpCall call, ToolLogin login, MakeCall? make, CancellationToken ct)
    {
        (var answer, var fault, login) = await SendAsync(call.Request, login, make, ct);
        if (answer is null)
        {
            return ToolAnswer.Failed(fault!);
        }

        var isSuccess = answer.Status is >= 200 and < 300
            || call.Request.FollowsRedirects && answer.Status is >= 300 and < 400;
        return isSuccess
            ? ToolAnswer.Of(login.Clean(HttpOutputs.Of(answer, call.Output, login)))
            : ToolAnswer.Failed(ToolFault.Communication(
                answer.Status, $"{answer.Request.Told} answered {answer.Status}{Said(answer, login)}"));
    }

    /// <summary>Sends a request; a failure that is none of the answer becomes a fault. Whoever refuses the login is
    /// asked again with another one, if there is another.</summary>
    /// <returns>With the login that was sent in the end: its secrets are what must not come back.</returns>
    public Task<(OutgoingAnswer? Answer, ToolFault? Fault, ToolLogin Login)> SendAsync(
        OutgoingRequest request, ToolLogin login, CancellationToken ct) => SendAsync(request, login, null, ct);

    private async Task<(OutgoingAnswer? Answer, ToolFault? Fault, ToolLogin Login)> SendAsync(
        OutgoingRequest request, ToolLogin login, MakeCall? make, CancellationToken ct)
    {
        try
        {
            var answer = await client.SendAsync(With(request, login), ct);
            Uri? refusedAt = null;
            for (var tries = 0; tries < LoginsMax && IsRefusal(answer, request, login, refusedAt); tries++)
            {
                refusedAt = answer.Request.Address;
                var refusal = new LoginRefusal(
                    answer.Request.Method, answer.Request.Address, answer.Header("www-authenticate"));
                if (await login.Again!(refusal, ct) is not { } other)
                {
                    break;
                }

                if (other.Fault is { } fault)
                {
                    return (null, fault, login);
                }

                login = other.Login;
                var (anew, wrong) = make?.Invoke(login) ?? default;
                if (wrong is not null)
                {
                    return (null, wrong, login);
                }

                answer = await client.SendAsync(With(anew?.Request ?? answer.Request, login), ct);
            }

            return (answer, null, login);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, FaultOf(error, request.Told, login), login);
        }
    }

    /// <param name="what">What was done, for the message.</param>
    public static ToolFault FaultOf(Exception error, string what, ToolLogin login)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is DestinationDeniedException)
            {
                return ToolFault.Configuration($"{what}: {cause.Message}");
            }
        }

        return ToolFault.Communication(503, $"{what}: {login.Redaction.Clean(error.Message)}");
    }

    /// <summary>Nobody but the origin that the login is for gets another one, and nobody twice at one
    /// address.</summary>
    private static bool IsRefusal(
        OutgoingAnswer answer, OutgoingRequest request, ToolLogin login, Uri? refusedAt) =>
        answer.Status == 401 && login.Again is not null && answer.Request.Address != refusedAt
        && (answer.Request.Address.Scheme, answer.Request.Address.Authority)
            == (request.Address.Scheme, request.Address.Authority);

    private static OutgoingRequest With(OutgoingRequest request, ToolLogin login) => login.Authorization is null
        ? request
        : request with
        {
            Headers =
            [
                .. request.Headers.Where(
                    header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)),
                KeyValuePair.Create("Authorization", login.Authorization),
            ],
        };

    /// <summary>The start of an answer that is text: mostly it says what is wrong.</summary>
    private static string Said(OutgoingAnswer answer, ToolLogin login)
    {
        var type = answer.Header("content-type") ?? "";
        var isText = type.Contains("json", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase);
        if (!isText || answer.Body.Length == 0)
        {
            return ".";
        }

        var text = login.Redaction.Clean(Encoding.UTF8.GetString(answer.Body)).Trim();
        return $": {Excerpt.Of(text, ToldCharactersMax)}";
    }
}
