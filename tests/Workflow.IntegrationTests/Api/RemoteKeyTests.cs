using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>Tokens of an issuer that publishes its keys, over HTTP.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RemoteKeyTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, RSA> _keys = [];
    private WebApplication _issuer = null!;
    private ApiHost _api = null!;
    private volatile bool _isAway;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _issuer = builder.Build();
        _issuer.Urls.Add("http://127.0.0.1:0");
        _issuer.MapGet("/keys", () => _isAway
            ? Results.StatusCode(503)
            : Results.Text(JsonSerializer.Serialize(new { keys = _keys.Select(Jwk) }), "application/json"));
        await _issuer.StartAsync();
        _keys["one"] = RSA.Create(2_048);
        _api = await ApiHost.StartWithAccountsAsync(
            await postgres.CreateDatabaseAsync(), $"--WORKFLOW_AUTH_JWKS_URL={_issuer.Urls.Single()}/keys",
            "--WORKFLOW_AUTH_ISSUER=issuer", "--WORKFLOW_AUTH_AUDIENCE=workflow", "--WORKFLOW_AUTH_JWKS_RETRY_MS=100",
            "--WORKFLOW_AUTH_JWKS_TIMEOUT_MS=60000", "--WORKFLOW_AUTH_TOKEN_MEMORY_MS=1000");
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Token_WhenTheIssuersKeysRotate_IsTakenWithTheNewKey()
    {
        Assert.Equal(HttpStatusCode.OK, await CallAsync("one"));
        _keys["two"] = RSA.Create(2_048);
        await UntilAsync("two", HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await CallAsync("one"));
    }

    [Fact]
    public async Task Token_WhenTheIssuerIsAway_IsTakenWithTheKeysKnown()
    {
        Assert.Equal(HttpStatusCode.OK, await CallAsync("one"));
        _isAway = true;
        _keys["two"] = RSA.Create(2_048);
        await UntilAsync("two", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await CallAsync("one"));
        _isAway = false;
        await UntilAsync("two", HttpStatusCode.OK);
    }

    /// <summary>A key that was not in the list is looked for again after a tenth of a second.</summary>
    private async Task UntilAsync(string keyId, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await CallAsync(keyId) != status)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<HttpStatusCode> CallAsync(string keyId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/workflows");
        request.Headers.Authorization = new("Bearer", Token(keyId));
        return (await _api.Http.SendAsync(request)).StatusCode;
    }

    private string Token(string keyId)
    {
        var claims = JsonSerializer.Serialize(new
        {
            iss = "issuer", aud = "workflow", sub = "alice", jti = Guid.NewGuid(),
            exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600,
        });
        var input = $"{Encode(Encoding.UTF8.GetBytes($$"""{"alg":"RS256","kid":"{{keyId}}"}"""))}."
            + Encode(Encoding.UTF8.GetBytes(claims));
        var signature = _keys[keyId].SignData(
            Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{input}.{Encode(signature)}";
    }

    private static object Jwk(KeyValuePair<string, RSA> key)
    {
        var parameters = key.Value.ExportParameters(false);
        return new
        {
            kty = "RSA", use = "sig", alg = "RS256", kid = key.Key, n = Encode(parameters.Modulus!),
            e = Encode(parameters.Exponent!),
        };
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
