using System.Text;
using Workflow.Jq;
using Workflow.Tools.AsyncApi;
using Xunit;

namespace Workflow.UnitTests.Tools;

/// <summary>Which messages a subscription takes, and when it has enough.</summary>
public sealed class ConsumptionTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Take_WhenMessagesAreWanted_GivesPayloadHeadersAndCorrelation()
    {
        var consumption = new Consumption(10_000) { Wants = message => !message["payload"].Equals(JqValue.Number(2)) };
        byte[][] bodies = ["""{"n":1}"""u8.ToArray(), "2"u8.ToArray(), "{no json"u8.ToArray(), [0xff, 0xfe], []];

        foreach (var body in bodies)
        {
            Assert.True(consumption.Take(new KafkaRecord(
                At, body, [KeyValuePair.Create("correlationId", "c1"u8.ToArray()), KeyValuePair.Create("x", body)])));
        }

        Assert.Equal(
            """[{"n":1},"{no json","//4=",null]""",
            JqValue.Array(consumption.Messages.Items.Select(message => message["payload"])).ToJson());
        Assert.Equal("c1", consumption.Messages.Items[0]["correlationId"].AsString);
        Assert.Equal("""{"n":1}""", consumption.Messages.Items[0]["headers"]["x"].AsString);
    }

    [Fact]
    public void Take_WhenItHasEnough_SaysSo()
    {
        var three = new Consumption(10_000) { Amount = 3 };
        var untilLast = new Consumption(10_000)
        {
            IsEnough = messages => messages.Items[^1]["payload"].AsString == "last",
        };

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => three.Take(Message("1"))));
        Assert.True(untilLast.Take(Message("\"first\"")));
        Assert.False(untilLast.Take(Message("\"last\"")));
    }

    [Fact]
    public void Take_WhenAMessageWasSentAfterTheEnd_LeavesIt()
    {
        var consumption = new Consumption(10_000) { Amount = 1, EndsAt = At };

        Assert.True(consumption.Take(Message("1", At.AddMilliseconds(1))));
        Assert.False(consumption.Take(Message("2", At)));
        Assert.Equal(1, consumption.Count);
    }

    [Fact]
    public void R9_Take_WhenMessagesAreTooMany_FailsAndNamesTheLimit()
    {
        var consumption = new Consumption(200);

        Assert.True(consumption.Take(Message(new string('1', 100))));
        Assert.False(consumption.Take(Message(new string('1', 100))));
        Assert.Contains("WORKFLOW_TOOLS_RESPONSE_BYTES_MAX", consumption.Fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Position_WhenKept_IsReadAgain()
    {
        var position = new KafkaPosition("b:9092", true, "shop", new Dictionary<int, long> { [0] = 5, [11] = 0 });

        var again = KafkaPosition.Of(JqValue.Parse(position.ToMetadata().ToJson()))!;

        Assert.Equal(("b:9092", true, "shop"), (again.Server, again.IsSecure, again.Topic));
        Assert.Equal(position.Offsets, again.Offsets);
        Assert.Null(KafkaPosition.Of(JqValue.Parse("""{"other": 1}""")));
    }

    private static KafkaRecord Message(string body, DateTimeOffset? at = null) =>
        new(at ?? At, Encoding.UTF8.GetBytes(body), []);
}
