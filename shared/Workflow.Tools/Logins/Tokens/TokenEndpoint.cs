using System.Buffers.Text;
using System.Text.Json;
using Workflow.Jq;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Logins;
using Workflow.Outgoing.Secrets;
using Workflow.Tools.Http;

namespace Workflow.Tools.Logins.Tokens;

/// <summary>Why a secret must not be sent somewhere; null when it may.</summary>
internal delegate ToolFault? CheckTarget(Uri target);

/// <summary>Asks authorities for tokens. Thread-safe.</summary>
internal sealed class TokenEndpoint(HttpTool http, ToolOptions options, TimeProvider time)
{
    private const string WellKnown = "/.well-known/openid-configuration";

    /// <summary>Asks once: with the refresh token of an earlier answer if there is one and it is taken, else by the
    /// grant. Never throws for what is answered.</summary>
    public async Task<TokenReading> FetchAsync(TokenTerms terms, CheckTarget check, string? refreshToken)
    {
        using var limit = new CancellationTokenSource(options.TokenTimeout, time);
        try
        {
            var (endpoint, fault) = terms.IsOidc
                ? await DiscoverAsync(terms, limit.Token)
                : (terms.TokenEndpoint, null);
            if (endpoint is null || fault is not null || (fault = check(endpoint)) is not null)
            {
                return TokenReading.Failed(fault ?? ToolFault.Configuration(
                    $"The token endpoint of {terms.Authority.AbsoluteUri} is no absolute http or https address."));
            }

            if (refreshToken is not null
                && await AskAsync(terms, endpoint, refreshToken, limit.Token) is { Token: not null } refreshed)
            {
                return refreshed;
            }

            return await AskAsync(terms, endpoint, null, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return TokenReading.Failed(ToolFault.Communication(
                504, $"{terms.Authority.AbsoluteUri} gave no token within {options.TokenTimeout} "
                + "(WORKFLOW_TOOLS_TOKEN_TIMEOUT_MS)."));
        }
    }

    private async Task<TokenReading> AskAsync(
        TokenTerms terms, Uri endpoint, string? refreshToken, CancellationToken ct)
    {
        var asked = time.GetUtcNow();
        var where = $"The token endpoint {endpoint.GetLeftPart(UriPartial.Path)}";
        var request = TokenRequests.Of(terms, endpoint, refreshToken, asked);
        var (answer, fault, _) = await http.SendAsync(request, ToolLogin.None, ct);
        if (answer is null)
        {
            return TokenReading.Failed(fault! with { Detail = $"No token: {fault.Detail}" });
        }

        if (answer.Status is < 200 or >= 300)
        {
            return Refused(terms, where, answer, refreshToken);
        }

        if (TokenAnswer.Read(answer.Body) is not { } given)
        {
            return TokenReading.Failed(ToolFault.Communication(
                502, $"{where} gave no usable bearer token: JSON with access_token is needed."));
        }

        return IssuerFault(terms, where, given.Token) is { } wrong
            ? TokenReading.Failed(wrong)
            : new TokenReading(given.Token, given.GoodUntil(asked), given.RefreshToken ?? refreshToken, null);
    }

    /// <summary>What is refused stays refused; a busy or broken endpoint is worth another try.</summary>
    private static TokenReading Refused(
        TokenTerms terms, string where, OutgoingAnswer answer, string? refreshToken)
    {
        var redaction = new Redaction(
            [.. terms.Confidential, TokenRequests.Pair(terms), refreshToken ?? ""]);
        var detail = $"{where} answered {answer.Status}{TokenAnswer.Refusal(answer.Body, redaction.Clean)}.";
        return TokenReading.Failed(answer.Status is >= 400 and < 500 and not 408 and not 429
            ? new ToolFault(ToolFaultKind.Authentication, 401, detail)
            : ToolFault.Communication(502, detail));
    }

    /// <summary>OpenID Connect Discovery 1.0, 4.</summary>
    private async Task<(Uri? Endpoint, ToolFault? Fault)> DiscoverAsync(TokenTerms terms, CancellationToken ct)
    {
        var authority = terms.Authority.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var address = new Uri(
            authority.EndsWith(WellKnown, StringComparison.Ordinal) ? authority : authority + WellKnown);
        var where = $"The OpenID configuration {address.AbsoluteUri}";
        var (answer, fault, _) = await http.SendAsync(
            new OutgoingRequest(
                "GET", address, [KeyValuePair.Create("Accept", "application/json")], null, FollowsRedirects: false),
            ToolLogin.None, ct);
        if (answer?.Status is not (>= 200 and < 300))
        {
            return (null, fault ?? ToolFault.Communication(502, $"{where} cannot be had: {answer!.Status}."));
        }

        var configuration = Parsed(answer.Body);
        var issuer = configuration["issuer"].AsString;
        return TokenTerms.AddressOf(configuration["token_endpoint"].AsString ?? "") is not { } endpoint
            || address.Scheme == Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttps
                ? (null, ToolFault.Communication(502, $"{where} names no usable token_endpoint."))
            : terms.Issuers.Count > 0 && !terms.Issuers.Contains(issuer)
                ? (null, NotListed($"{where} names the issuer '{issuer}'"))
            : (endpoint, null);
    }

    /// <summary>Whether a token is of one of the issuers. What came over the endpoint's own connection needs no look at
    /// its signature.</summary>
    private static ToolFault? IssuerFault(TokenTerms terms, string where, string token)
    {
        if (terms.Issuers.Count == 0)
        {
            return null;
        }

        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
        {
            return terms.IsOidc ? null : NotListed($"{where} gave a token that tells no issuer");
        }

        var issuer = Parsed(Base64Url.DecodeFromChars(parts[1]))["iss"].AsString;
        return terms.Issuers.Contains(issuer) ? null : NotListed($"{where} gave a token of the issuer '{issuer}'");
    }

    private static ToolFault NotListed(string what) =>
        new(ToolFaultKind.Authentication, 401, $"{what}, which is none of `issuers`.");

    private static JqValue Parsed(byte[] body)
    {
        try
        {
            return JqValue.Parse(body) is { Kind: JqKind.Object } value ? value : JqValue.Object([]);
        }
        catch (JsonException)
        {
            return JqValue.Object([]);
        }
    }
}
