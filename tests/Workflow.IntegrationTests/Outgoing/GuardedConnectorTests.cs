using System.Net;
using Workflow.IntegrationTests.Webhooks;
using Workflow.Outgoing;
using Xunit;

namespace Workflow.IntegrationTests.Outgoing;

/// <summary>Requests to hosts that users choose, against a server on this machine and a resolver of the test.</summary>
public sealed class GuardedConnectorTests : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Connection_WhenANameResolvesToThisMachine_IsNotOpened()
    {
        var denied = await DeniedAsync("none", "http://rebound.example", "127.0.0.1");
        Assert.Equal(IPAddress.Loopback, Assert.Single(denied.Addresses));
        Assert.DoesNotContain("127.0.0.1", denied.Message, StringComparison.Ordinal);
        Assert.Equal(0, _receiver.Count);
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://2130706433")]
    [InlineData("http://0x7f.0.0.1")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    public async Task Connection_WhenTheHostIsAnAddress_IsNotOpenedAndNobodyIsAsked(string host)
    {
        await DeniedAsync("none", host);
        Assert.Equal(0, _receiver.Count);
    }

    [Fact]
    public async Task Connection_WhenSomeAddressesAreDenied_GoesToTheOthers()
    {
        using var http = Client("127.0.0.1", "169.254.169.254", "127.0.0.1");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"http://mixed.example:{_receiver.Port}/")).StatusCode);
    }

    // The name is asked for once per connection, and what was checked is what is connected to.
    [Fact]
    public async Task Connection_WhenTheNameResolvesDifferentlyAMomentLater_GoesWhereItWasChecked()
    {
        var answers = new Queue<string>(["127.0.0.1", "169.254.169.254"]);
        using var http = new HttpClient(OutgoingHttp.NewHandler(
            Rules("127.0.0.1"), (_, _) => Task.FromResult(new[] { IPAddress.Parse(answers.Dequeue()) }),
            TimeSpan.FromSeconds(30), 1));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"http://moving.example:{_receiver.Port}/")).StatusCode);
        Assert.Single(answers);
    }

    [Fact]
    public async Task Redirect_WhenItLeadsToMetadata_IsNotFollowed()
    {
        _receiver.Answer = _ => new ReceiverAnswer(302, "", ("Location", "http://169.254.169.254/latest/meta-data/"));
        using var http = Client("127.0.0.1");
        Assert.Equal(HttpStatusCode.Found, (await http.GetAsync(_receiver.Url)).StatusCode);
        Assert.Equal(1, _receiver.Count);
    }

    [Fact]
    public async Task Answer_WhenItIsLong_IsReadOnlyToTheLimit()
    {
        _receiver.Answer = _ => new ReceiverAnswer(200, new string('x', 1_000_000));
        using var http = Client("127.0.0.1");
        using var answer = await http.GetAsync(_receiver.Url, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(100, (await OutgoingHttp.ReadStartAsync(answer.Content, 100, CancellationToken.None)).Length);
    }

    private static HttpClient Client(string allowed, params string[] addresses) => new(OutgoingHttp.NewHandler(
        Rules(allowed), (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)),
        TimeSpan.FromSeconds(30), 4));

    private async Task<DestinationDeniedException> DeniedAsync(string allowed, string host, params string[] addresses)
    {
        using var http = Client(allowed, addresses);
        Exception? error = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetAsync($"{host}:{_receiver.Port}/"));
        while (error is not DestinationDeniedException)
        {
            error = error?.InnerException;
            Assert.NotNull(error);
        }

        return (DestinationDeniedException)error;
    }

    private static DestinationRules Rules(string allowed) =>
        DestinationRules.Of(new OutgoingOptions { Allowed = allowed }, isLocal: false);
}
