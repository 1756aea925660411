using Confluent.Kafka;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Kafka;

public sealed class DeadLettersTests
{
    private static readonly DateTimeOffset Noon = new(2025, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_WhenTheBodyIsText_KeepsItAndSaysWhereItWas()
    {
        var letter = DeadLetters.Of(Message("run"u8.ToArray(), "garbage é"u8.ToArray()), "no JSON", Noon);
        Assert.Equal(
            new DeadLetter("no JSON", Topics.RunSignals, 3, 42, "run", "garbage é", null, Noon), letter);
    }

    [Fact]
    public void Of_WhenTheBodyIsNotText_KeepsItsBytes()
    {
        var letter = DeadLetters.Of(Message(null, [0xff, 0x00]), "not UTF-8", Noon);
        Assert.Null(letter.Body);
        Assert.Equal([0xff, 0x00], Convert.FromBase64String(letter.BodyBase64!));
    }

    [Fact]
    public void R9_Of_WhenTheBodyIsHuge_LeavesItOutAndSaysSo()
    {
        var letter = DeadLetters.Of(Message(null, new byte[DeadLetters.BodyBytesMax + 1]), "too large", Noon);
        Assert.Equal("", letter.Body);
        Assert.Contains($"{DeadLetters.BodyBytesMax + 1} bytes", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WhenThereAreHeaders_KeepsThoseThatAreTextAndWhenItWasSent()
    {
        var letter = DeadLetters.Of(
            Message(null, "x"u8.ToArray(), new Headers { { "source", "api"u8.ToArray() }, { "odd", [0xff] } }, Noon),
            "why", Noon);
        Assert.Equal("source=api", string.Join(",", letter.Headers!.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(Noon, letter.SentAt);
    }

    [Fact]
    public void R9_Of_WhenTheHeadersAreHuge_LeavesThemOut() => Assert.Null(DeadLetters.Of(
        Message(null, "x"u8.ToArray(), new Headers { { "huge", new byte[10_000] } }), "why", Noon).Headers);

    private static ReceivedMessage Message(
        byte[]? key, byte[] body, Headers? headers = null, DateTimeOffset? sentAt = null) =>
        new(Topics.RunSignals, new ConsumeResult<byte[], byte[]>
        {
            TopicPartitionOffset = new TopicPartitionOffset(Topics.RunSignals, 3, 42),
            Message = new Message<byte[], byte[]>
            {
                Key = key!,
                Value = body,
                Headers = headers!,
                Timestamp = sentAt is { } time ? new Timestamp(time) : default,
            },
        });
}
