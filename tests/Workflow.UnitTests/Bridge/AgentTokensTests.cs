using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Model;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class AgentTokensTests
{
    private static readonly AgentAuth Auth = new(AgentAuthType.OAuth2, "s")
    {
        TokenEndpoint = "https://login.example/token",
        ClientId = "c",
    };

    private readonly ManualClock _clock = new();
    private int _fetched;

    [Theory]
    [InlineData("""{"access_token":"t","expires_in":3600}""", 3570)]
    [InlineData("""{"access_token":"t","expires_in":"100"}""", 90)]
    [InlineData("""{"access_token":"t","token_type":"BEARER"}""", 270)]
    [InlineData("""{"access_token":"t","expires_in":-5}""", 270)]
    [InlineData("""{"access_token":"t","expires_in":1e300}""", 31_535_970)]
    public async Task Get_UntilTheMarginBeforeItsEnd_GivesTheSameToken(string answer, int seconds)
    {
        using var http = new HttpClient(new Endpoint(answer));
        var client = new TokenClient(http, new BridgeOptions(), _clock, NullLogger<TokenClient>.Instance);
        var tokens = Tokens(client.FetchAsync);

        await GetAsync(tokens);
        _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        await GetAsync(tokens);
        var before = _fetched;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(tokens);

        Assert.Equal((1, 2), (before, _fetched));
    }

    [Fact]
    public async Task Get_WhenATokenIsGoodForNoTime_GivesItToThoseWhoWaitAndFetchesAnewNext()
    {
        var tokens = Tokens((_, _, _) => Task.FromResult(new TokenReading("t", _clock.GetUtcNow(), null)));

        Assert.Equal("t", (await GetAsync(tokens)).Token);
        Assert.Equal("t", (await GetAsync(tokens)).Token);
        Assert.Equal(2, _fetched);
    }

    [Fact]
    public async Task Get_WhenAFetchFails_TellsThoseWhoWaitAndFetchesAnewNext()
    {
        var fetch = new TaskCompletionSource<TokenReading>();
        var tokens = Tokens((_, _, _) => fetch.Task);

        var (first, second) = (GetAsync(tokens), GetAsync(tokens));
        fetch.SetResult(TokenReading.Failed(AgentAnswer.NoToken(503, "away")));
        await Task.WhenAll(first, second);
        var both = _fetched;
        await GetAsync(tokens);

        Assert.Equal((1, 2), (both, _fetched));
        Assert.Equal("away", (await second).Failure!.Value.Error!.Detail);
    }

    [Fact]
    public async Task Get_WhenAnotherCallHasReplacedTheRefusedToken_FetchesNoThird()
    {
        var tokens = Tokens((_, _, _) => Task.FromResult(
            new TokenReading($"t{_fetched}", DateTimeOffset.MaxValue, null)));

        await GetAsync(tokens);
        var second = await GetAsync(tokens, refused: "t1");
        var third = await GetAsync(tokens, refused: "t1");

        Assert.Equal(("t2", "t2", 2), (second.Token, third.Token, _fetched));
    }

    [Fact]
    public async Task Get_WhenOneCallerGivesUp_GoesOnForTheOthers()
    {
        var fetch = new TaskCompletionSource<TokenReading>();
        var tokens = Tokens((_, _, _) => fetch.Task);
        using var givenUp = new CancellationTokenSource();

        var (first, second) = (GetAsync(tokens, ct: givenUp.Token), GetAsync(tokens));
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        fetch.SetResult(new TokenReading("t", DateTimeOffset.MaxValue, null));

        Assert.Equal(("t", 1), ((await second).Token, _fetched));
    }

    [Fact]
    public async Task Get_WhenTheRegistrationChanges_FetchesAnew()
    {
        var tokens = Tokens((_, auth, _) => Task.FromResult(
            new TokenReading(auth.Scope ?? "none", DateTimeOffset.MaxValue, null)));

        await GetAsync(tokens);
        var other = await tokens.GetAsync("A", Auth with { Scope = "write" }, "v", null, default);

        Assert.Equal("write", other.Token);
    }

    private static Task<TokenReading> GetAsync(
        AgentTokens tokens, string? refused = null, CancellationToken ct = default) =>
        tokens.GetAsync("A", Auth, "v", refused, ct);

    private AgentTokens Tokens(Func<string, AgentAuth, string, Task<TokenReading>> fetch) => new(
        (agent, auth, secret) =>
        {
            Interlocked.Increment(ref _fetched);
            return fetch(agent, auth, secret);
        },
        _clock);

    private sealed class Endpoint(string answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) });
    }
}
