using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Options;
using Workflow.Model;
using Workflow.Outgoing.Logins;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Logins;

/// <summary>Fetches tokens with client credentials (RFC 6749, 4.4), the client named by HTTP basic (2.3.1).</summary>
internal sealed class TokenClient(
    HttpClient http, BridgeOptions options, TimeProvider time, ILogger<TokenClient> logger)
{
    private const int AnswerBytesMax = 64 * 1024;

    /// <summary>Asks the token endpoint once. Never throws for what it answers.</summary>
    public async Task<TokenReading> FetchAsync(string agent, AgentAuth auth, string secret)
    {
        var began = time.GetUtcNow();
        var redaction = new Redaction(secret, Pair(auth, secret));
        var reading = await AskAsync(agent, auth, secret, redaction, began);
        if (reading.Failure?.Error is { } error)
        {
            logger.TokenNotFetched(agent, auth.TokenEndpoint, error.Status, error.Detail);
        }
        else
        {
            logger.TokenFetched(agent, auth.TokenEndpoint, (reading.GoodUntil - began).TotalSeconds);
        }

        return reading;
    }

    private async Task<TokenReading> AskAsync(
        string agent, AgentAuth auth, string secret, Redaction redaction, DateTimeOffset began)
    {
        var where = $"Agent '{agent}': the token endpoint {auth.TokenEndpoint}";
        if (!Uri.TryCreate(auth.TokenEndpoint, UriKind.Absolute, out var endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            return TokenReading.Failed(AgentAnswer.Misconfigured($"{where} is no absolute http or https address."));
        }

        using var limit = new CallLimit(null, options.TokenTimeout, time, CancellationToken.None);
        try
        {
            using var request = Request(auth, secret, endpoint);
            using var response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var body = await BoundedBody.ReadAsync(response.Content, AnswerBytesMax, limit.Token);
            return response.IsSuccessStatusCode
                ? Read(body, began) ?? TokenReading.Failed(AgentAnswer.NoToken(
                    502, $"{where} gave no usable bearer token: JSON with access_token is needed."))
                : Refused(where, (int)response.StatusCode, body, redaction);
        }
        catch (OperationCanceledException)
        {
            return TokenReading.Failed(AgentAnswer.NoToken(
                504, $"{where} did not answer within {options.TokenTimeout.TotalSeconds:0.###} s "
                + "(WORKFLOW_BRIDGE_TOKEN_TIMEOUT_MS)."));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return TokenReading.Failed(AgentAnswer.NoToken(
                503, $"{where} cannot be reached: {redaction.Clean(error.InnerException?.Message ?? error.Message)}"));
        }
    }

    private static HttpRequestMessage Request(AgentAuth auth, string secret, Uri endpoint)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (auth.Scope is not null)
        {
            form["scope"] = auth.Scope;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Pair(auth, secret));
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private static string Pair(AgentAuth auth, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        $"{WebUtility.UrlEncode(auth.ClientId)}:{WebUtility.UrlEncode(secret)}"));

    private static TokenReading? Read(byte[]? body, DateTimeOffset began) =>
        TokenAnswer.Read(body) is { } answer ? new TokenReading(answer.Token, answer.GoodUntil(began), null) : null;

    private static TokenReading Refused(string where, int status, byte[]? body, Redaction redaction)
    {
        var detail = $"{where} answered {status}{TokenAnswer.Refusal(body, redaction.Clean)}.";
        // What is refused stays refused; a busy or broken endpoint is worth another try.
        return TokenReading.Failed(status is >= 400 and < 500 and not 408 and not 429
            ? AgentAnswer.NotLoggedIn(detail)
            : AgentAnswer.NoToken(502, detail));
    }
}
