using Workflow.Jq;
using Workflow.Tools.AsyncApi;
using Xunit;

namespace Workflow.UnitTests.Tools;

public class AsyncApiTests
{
    private const string Two = """
        {"asyncapi": "2.6.0",
         "servers": {"web": {"url": "wss://h", "protocol": "ws"},
                     "k": {"url": "kafka://b.example", "protocol": "kafka"},
                     "s": {"url": "b.example:{port}", "protocol": "kafka-secure",
                           "variables": {"port": {"default": "9094", "enum": ["9094", "9095"]}}}},
         "channels": {"orders": {"publish": {}}, "read-only": {"subscribe": {}}, "of/{id}": {"publish": {}},
                      "named": {"publish": {}, "servers": ["s"], "bindings": {"kafka": {"topic": "t"}}}}}
        """;

    private const string Three = """
        {"asyncapi": "3.0.0",
         "servers": {"k": {"host": "b.example:9093", "protocol": "kafka"}},
         "channels": {"orders": {"address": "shop.orders", "servers": [{"$ref": "#/servers/k"}]}, "bare": {}},
         "operations": {"send": {"action": "send", "channel": {"$ref": "#/channels/orders"}},
                        "bare": {"action": "send", "channel": {"$ref": "#/channels/bare"}},
                        "lost": {"action": "send", "channel": {"$ref": "#/channels/nope"}}}}
        """;

    [Theory]
    [InlineData(Two, "orders", null, null, "b.example:9092 False orders")]
    [InlineData(Two, "orders", null, "s", "b.example:9094 True orders")]
    [InlineData(Two, "named", null, null, "b.example:9094 True t")]
    [InlineData(Three, null, "send", null, "b.example:9093 False shop.orders")]
    [InlineData(Three, null, "bare", "k", "b.example:9093 False bare")]
    public void Find_WhenTheDocumentSaysWhere_GivesServerAndTopic(
        string document, string? channel, string? operation, string? server, string expected)
    {
        var (target, fault) = Find(document, channel, operation, server, "{}");

        Assert.Null(fault);
        Assert.Equal(expected, $"{target!.Server} {target.IsSecure} {target.Topic}");
    }

    [Theory]
    [InlineData(Two, "read-only", null, null, "{}", "it has no channel 'read-only' that can be published to")]
    [InlineData(Two, null, "orders", null, "{}", "it is of version 2, where `channel` says which")]
    [InlineData(Two, "orders", null, "web", "{}", "it has no server 'web' of the protocol kafka")]
    [InlineData(Two, "of/{id}", null, null, "{}", "channel 'of/{id}' has parameters")]
    [InlineData(Two, "orders", null, "s", """{"port": "1"}""", "its server's variable 'port' cannot be '1'")]
    [InlineData(Three, "orders", null, null, "{}", "it is of version 3, where `operation` says which")]
    [InlineData(Three, null, "lost", null, "{}", "it has no operation 'lost' with a channel")]
    [InlineData("""{"openapi": "3.0.0"}""", "orders", null, null, "{}", "it is no AsyncAPI document")]
    [InlineData("[]", "orders", null, null, "{}", "it is no AsyncAPI document")]
    public void Find_WhenItSaysNotWhere_SaysWhy(
        string document, string? channel, string? operation, string? server, string variables, string expected)
    {
        var (target, fault) = Find(document, channel, operation, server, variables);

        Assert.Null(target);
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_WhenItIsSubscribedTo_WantsAChannelForThat()
    {
        static (AsyncApiTarget? Target, string? Fault) Of(string channel) => AsyncApiTargets.Find(
            JqValue.Parse(Two), new AsyncApiCall(
                new Uri("http://h"), channel, null, null, JqValue.Null, JqValue.Null, JqValue.Null, Guid.Empty)
            {
                IsSubscription = true,
            });

        Assert.Equal("read-only", Of("read-only").Target!.Topic);
        Assert.Equal("it has no channel 'orders' that can be subscribed to", Of("orders").Fault);
    }

    private static (AsyncApiTarget? Target, string? Fault) Find(
        string document, string? channel, string? operation, string? server, string variables) =>
        AsyncApiTargets.Find(JqValue.Parse(document), new AsyncApiCall(
            new Uri("http://h"), channel, operation, server, JqValue.Parse(variables), JqValue.Null, JqValue.Null,
            Guid.Empty));
}
