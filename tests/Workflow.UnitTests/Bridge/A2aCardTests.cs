using System.Text.Json;
using Workflow.Outgoing.A2a;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class A2aCardTests
{
    private const string Both = """
        {"url": "http://host/old", "preferredTransport": "GRPC",
         "additionalInterfaces": [{"url": "http://host/old-rpc", "transport": "JSONRPC"}],
         "supportedInterfaces": [{"url": "grpc://host", "protocolBinding": "GRPC", "protocolVersion": "1.0"},
           {"url": "http://host/legacy", "protocolBinding": "JSONRPC", "protocolVersion": "0.3"},
           {"url": "http://host/rpc", "protocolBinding": "JSONRPC", "protocolVersion": "1.0", "tenant": "t"}],
         "capabilities": {"streaming": true}}
        """;

    [Theory]
    [InlineData("https://host", "https://host/.well-known/agent-card.json")]
    [InlineData("https://host/agents/one/", "https://host/agents/one/.well-known/agent-card.json")]
    [InlineData("https://host/a?key=1", "https://host/a/.well-known/agent-card.json?key=1")]
    [InlineData("https://host/cards/one.json", "https://host/cards/one.json")]
    public void AddressOf_WhenTheEndpointIsGiven_IsBelowItOrTheFileItself(string endpoint, string card) =>
        Assert.Equal(new Uri(card), A2aCard.AddressOf(new Uri(endpoint)));

    [Fact]
    public void Read_WhenThereAreSeveralInterfaces_TakesTheNewestJsonRpc()
    {
        var card = Read(Both, "http://host", hasLogin: true, out var fault);

        Assert.Null(fault);
        Assert.Equal(new A2aCard(new Uri("http://host/rpc"), A2aDialect.One, true, "t"), card);
    }

    [Fact]
    public void Read_WhenTheCardIsOfBeforeOne_SpeaksAsItDoes() => Assert.Equal(
        new A2aCard(new Uri("http://host/rpc"), A2aDialect.BeforeOne, false, null),
        Read("""{"url": "http://host/rpc", "protocolVersion": "0.3.0"}""", "http://host", false, out _));

    [Theory]
    [InlineData("""{}""", "no JSON-RPC interface")]
    [InlineData("""[]""", "no JSON-RPC interface")]
    [InlineData("""{"url": "http://host/rpc", "preferredTransport": "GRPC"}""", "no JSON-RPC interface")]
    [InlineData(
        """{"supportedInterfaces": [{"url": "http://h", "protocolBinding": "JSONRPC", "protocolVersion": "2.0"}]}""",
        "no JSON-RPC interface")]
    [InlineData("""{"url": "ftp://host/rpc"}""", "'ftp://host/rpc', which is no absolute http")]
    [InlineData("""{"url": "http://elsewhere/rpc"}""", "its login is sent to http://host only")]
    public void Read_WhenTheBridgeCannotCallIt_SaysWhy(string card, string reason)
    {
        Assert.Null(Read(card, "http://host/agent", hasLogin: true, out var fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    private static A2aCard? Read(string card, string endpoint, bool hasLogin, out string? fault)
    {
        using var document = JsonDocument.Parse(card);
        return A2aCard.Read(document.RootElement, new Uri(endpoint), hasLogin, out fault);
    }
}
