using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class AsyncApiCallTests
{
    [Fact]
    public void Read_WhenAMessageIsPublished_IsACallOfItsOperation()
    {
        var call = Assert.IsType<CallAsyncApiTask>(Text.Definition(Text.Tasks(
            "- a: { call: asyncapi, with: { document: { endpoint: 'http://h/d.yaml' }, operation: send, "
            + "server: { name: k, variables: { env: dev } }, message: { payload: { a: 1 }, headers: { b: c } } } }"))
            .Do.Tasks[0]);

        Assert.Equal(("send", null, "k"), (call.Operation, call.Channel, call.Server));
    }

    [Fact]
    public void Read_WhenMessagesAreConsumed_KnowsWhichAndUntilWhen()
    {
        var call = Assert.IsType<CallAsyncApiTask>(Text.Definition(Text.Tasks(
            "- a: { call: asyncapi, with: { document: { endpoint: 'http://h/d.yaml' }, operation: inbox, "
            + "subscription: { filter: '.payload.room == $input.room', consume: { amount: 5, for: { seconds: 10 }, "
            + "while: 'length < 9', until: '${ any(.[]; .payload.last) }' } } } }")).Do.Tasks[0]);

        var subscription = call.Subscription!;
        Assert.Equal((5, TimeSpan.FromSeconds(10)), (subscription.Amount, subscription.For!.Fixed));
        Assert.Equal(".payload.room == $input.room", subscription.Filter!.Source);
        Assert.Equal(
            ("length < 9", "any(.[]; .payload.last)"), (subscription.While!.Source, subscription.Until!.Source.Trim()));
    }

    [Theory]
    [InlineData("operation: o, subscription: {}", "The property `consume` is missing")]
    [InlineData("operation: o, subscription: { consume: {} }", "Nothing says when enough is consumed")]
    [InlineData("operation: o, subscription: { consume: { for: PT5S } }", "Nothing says when enough is consumed")]
    [InlineData("operation: o, subscription: { consume: { amount: 0 } }", "`amount` must be a whole number from 1")]
    [InlineData("operation: o, message: {}, subscription: { consume: { amount: 1 } }", "A call either publishes")]
    [InlineData("message: {}", "Which topic it is says either `operation` (AsyncAPI 3) or `channel` (AsyncAPI 2).")]
    [InlineData("operation: o, channel: c, message: {}", "Which topic it is says either")]
    [InlineData("operation: o", "The property `message` is missing")]
    [InlineData("operation: o, message: {}, protocol: mqtt", "`protocol` must be `kafka` or `kafka-secure`")]
    [InlineData("operation: o, message: {}, server: {}", "The property `name` is missing")]
    public void Read_WhenItIsWrong_SaysWhat(string with, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks(
            $"- a: {{ call: asyncapi, with: {{ document: {{ endpoint: 'http://h' }}, {with} }} }}")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
