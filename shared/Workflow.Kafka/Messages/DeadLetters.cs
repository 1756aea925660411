using System.Text;
using System.Text.Unicode;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>Makes dead letters of messages that cannot be used.</summary>
public static class DeadLetters
{
    /// <summary>Bodies above it are left out of the letter, which still says where the message is.</summary>
    public const int BodyBytesMax = 128 * 1024;

    private const int KeyBytesMax = 4 * 1024;
    private const int HeaderCharsMax = 8 * 1024;

    /// <param name="reason">For people: what is wrong with it.</param>
    public static DeadLetter Of(in ReceivedMessage message, string reason, DateTimeOffset now)
    {
        var body = message.Value ?? [];
        if (body.Length > BodyBytesMax)
        {
            reason += $" (its {body.Length} bytes are left out here)";
            body = [];
        }

        var text = Utf8.IsValid(body);
        return new DeadLetter(
            reason, message.Topic, message.Partition, message.Offset, Key(message.Key),
            text ? Encoding.UTF8.GetString(body) : null, text ? null : Convert.ToBase64String(body), now,
            message.SentAt, message.TextHeaders(HeaderCharsMax));
    }

    private static string? Key(byte[]? key) =>
        key is null || key.Length > KeyBytesMax ? null
        : Utf8.IsValid(key) ? Encoding.UTF8.GetString(key)
        : Convert.ToBase64String(key);
}
