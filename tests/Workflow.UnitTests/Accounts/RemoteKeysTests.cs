using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Tokens;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Accounts;

/// <summary>The issuer's list of keys over time; the server of it is in this process.</summary>
public sealed class RemoteKeysTests : IDisposable
{
    private static readonly RemoteKeyRules Rules = new(
        new Uri("https://issuer.example/keys"), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30),
        TimeSpan.FromSeconds(5));

    private readonly ManualClock _clock = new();
    private readonly Issuer _issuer = new();
    private readonly RemoteKeys _remote;
    private readonly TokenVerifier _verifier;

    public RemoteKeysTests()
    {
        _remote = new RemoteKeys(new HttpClient(_issuer), Rules, _clock, NullLogger<RemoteKeys>.Instance);
        _verifier = new TokenVerifier(
            Signing.Rules with { Leeway = TimeSpan.FromHours(1) }, [], _remote, _clock);
    }

    [Fact]
    public async Task Check_WhenTheListIsFresh_AsksOnce()
    {
        _issuer.Serve("one");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AcceptedAsync("one")));
        await AcceptedAsync(null);
        Assert.Equal(1, _issuer.Asked);
    }

    [Fact]
    public async Task Check_WhenTheKeysRotate_FindsTheNewOneAndAsksNoMoreOftenThanAllowed()
    {
        _issuer.Serve("one");
        await AcceptedAsync("one");
        _issuer.Serve("two");
        await RefusedAsync("two");
        Assert.Equal(1, _issuer.Asked);

        _clock.Advance(Rules.Retry);
        await AcceptedAsync("two");
        await RefusedAsync("one");
        for (var i = 0; i < 20; i++)
        {
            await RefusedAsync($"made-up-{i}");
        }

        Assert.Equal(2, _issuer.Asked);
    }

    [Fact]
    public async Task Check_WhenAKeyIsWithdrawn_RefusesItAfterTheRefresh()
    {
        _issuer.Serve("one", "two");
        await AcceptedAsync("one");
        _issuer.Serve("two");
        _clock.Advance(Rules.Refresh);
        await RefusedAsync("one");
        await AcceptedAsync("two");
        Assert.Equal(2, _issuer.Asked);
    }

    [Fact]
    public async Task Check_WhenTheIssuerIsAway_KeepsTheLastKeys()
    {
        _issuer.Serve("one");
        await AcceptedAsync("one");
        foreach (var answer in new Func<HttpResponseMessage>[]
        {
            () => throw new HttpRequestException("connection refused"),
            () => new HttpResponseMessage(HttpStatusCode.InternalServerError),
            () => Text("<html>"),
            () => Text("""{"keys": 5}"""),
        })
        {
            _issuer.Answer = answer;
            _clock.Advance(Rules.Refresh);
            await AcceptedAsync("one");
            // Whether a key that nobody knows is a new one cannot be told now.
            Assert.IsType<CheckOutcome.Unchecked>(await CheckAsync("two"));
        }

        Assert.Equal(5, _issuer.Asked);
        _issuer.Serve("two");
        _clock.Advance(Rules.Retry);
        await AcceptedAsync("two");
    }

    [Fact]
    public async Task Check_WhenTheIssuerNeverAnswered_CannotTell()
    {
        _issuer.Answer = () => throw new HttpRequestException("connection refused");
        Assert.IsType<CheckOutcome.Unchecked>(await CheckAsync("one"));
        Assert.IsType<CheckOutcome.Unchecked>(await CheckAsync("one"));
        Assert.Equal(1, _issuer.Asked);
        _issuer.Serve("one");
        _clock.Advance(Rules.Retry);
        await AcceptedAsync("one");
    }

    [Fact]
    public void KeySet_WhenAKeyIsNotForThis_LeavesItOut()
    {
        var good = Jwk("one");
        string[] others =
        [
            good.Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal),
            good.Replace("RS256", "RS512", StringComparison.Ordinal),
            good.Replace("\"AQAB\"", "\"AQ\"", StringComparison.Ordinal),
            good.Replace("\"RSA\"", "\"OKP\"", StringComparison.Ordinal),
            good.Replace("\"use\":\"sig\"", "\"key_ops\":[\"encrypt\"]", StringComparison.Ordinal),
            """{"kty":"RSA","n":"AQAB","e":"AQAB"}""", """{"kty":"RSA"}""", "7", "null", "{}",
        ];
        var set = $$"""{"keys":[{{string.Join(',', others)}},{{good}}],"more":true}""";
        Assert.True(JsonKeySet.TryRead(Encoding.UTF8.GetBytes(set), out var keys));
        Assert.Equal("one", Assert.Single(keys).KeyId);
    }

    public void Dispose()
    {
        _remote.Dispose();
        _issuer.Dispose();
    }

    private static HttpResponseMessage Text(string text) =>
        new(HttpStatusCode.OK) { Content = new StringContent(text) };

    private static string Jwk(string keyId)
    {
        var key = Signing.Rsa.ExportParameters(false);
        var (n, e) = (Encode(key.Modulus!), Encode(key.Exponent!));
        return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{keyId}}","n":"{{n}}","e":"{{e}}"}""";
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private async Task AcceptedAsync(string? keyId) =>
        Assert.IsType<CheckOutcome.Accepted>(await CheckAsync(keyId));

    private async Task RefusedAsync(string keyId) => Assert.IsType<CheckOutcome.Refused>(await CheckAsync(keyId));

    private async Task<CheckOutcome> CheckAsync(string? keyId)
    {
        var header = keyId is null ? """{"alg":"RS256"}""" : $$"""{"alg":"RS256","kid":"{{keyId}}"}""";
        return await _verifier.CheckAsync(Signing.Rs256(Signing.Good, header: header), CancellationToken.None);
    }

    private sealed class Issuer : HttpMessageHandler
    {
        private int _asked;

        public Func<HttpResponseMessage> Answer { get; set; } = () => Text("{}");

        public int Asked => _asked;

        public void Serve(params string[] keyIds) =>
            Answer = () => Text($$"""{"keys":[{{string.Join(',', keyIds.Select(Jwk))}}]}""");

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            await Task.Yield();
            return Answer();
        }
    }
}
