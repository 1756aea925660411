using System.Text;
using Workflow.Api.Startup;
using Workflow.Database.Audit;
using Workflow.Database.DeadLetters;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.DeadLetters;

/// <summary>What is changed before a letter becomes a message again; null members stay as they were.</summary>
public sealed record LetterEdit(string? Topic = null, string? Key = null, byte[]? Body = null);

/// <summary>What became of a redrive or a discard.</summary>
public abstract record DecisionOutcome
{
    private DecisionOutcome()
    {
    }

    /// <param name="Letter">As it is kept now.</param>
    public sealed record Decided(DeadLetterRow Letter) : DecisionOutcome;

    public sealed record NotFound : DecisionOutcome;

    /// <summary>Somebody decided about it before.</summary>
    public sealed record Closed(DeadLetterRow Letter) : DecisionOutcome;

    /// <summary>There is no body to send, or no topic of ours.</summary>
    public sealed record Unsendable(string Member, string Reason) : DecisionOutcome;

    /// <summary>The broker did not take the message; the letter stays open.</summary>
    public sealed record NotSent(string Reason) : DecisionOutcome;
}

/// <summary>Makes messages of dead letters again, on the partition where they belong, or discards them.</summary>
/// <remarks>The message is sent first: should this process die in between, the letter is still open, and a message that
/// comes twice is harmless.</remarks>
public sealed class Redrive(DeadLetterStore store, MessageProducer producer, KafkaOptions kafka, ClusterState cluster)
{
    private static readonly string[] ByShard = [Topics.ExecutionRequests, .. Topics.OwnerLanes];

    /// <summary>Topics that a message can be sent to.</summary>
    public static readonly IReadOnlyList<string> Targets = [.. Topics.All.Where(topic => topic != Topics.DeadLetter)];

    /// <summary>Sends an open letter's message again and closes the letter.</summary>
    public async Task<DecisionOutcome> RunAsync(
        Guid id, LetterEdit edit, Actor by, string? reason, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } letter)
        {
            return new DecisionOutcome.NotFound();
        }

        if (letter.Status != DeadLetterStatus.Open)
        {
            return new DecisionOutcome.Closed(letter);
        }

        var (topic, body) = (edit.Topic ?? letter.Topic, edit.Body ?? BodyOf(letter));
        if (Fault(topic, body) is { } fault)
        {
            return fault;
        }

        var delivery = await producer.SendAsync(
            topic, await PartitionOfAsync(topic, body, letter, ct),
            Encoding.UTF8.GetBytes(edit.Key ?? letter.Key ?? ""), body, Headers(letter));
        return delivery.Stored
            ? await CloseAsync(letter, by, $"{topic}/{delivery.Partition}/{delivery.Offset}", reason, ct)
            : new DecisionOutcome.NotSent(delivery.Reason ?? "no answer");
    }

    /// <summary>Closes an open letter without sending anything.</summary>
    public async Task<DecisionOutcome> DiscardAsync(Guid id, Actor by, string? reason, CancellationToken ct) =>
        await store.FindAsync(id, ct) is not { } letter ? new DecisionOutcome.NotFound()
        : letter.Status != DeadLetterStatus.Open ? new DecisionOutcome.Closed(letter)
        : await CloseAsync(letter, by, null, reason, ct);

    private async Task<DecisionOutcome> CloseAsync(
        DeadLetterRow letter, Actor by, string? redrivenTo, string? reason, CancellationToken ct)
    {
        var isClosed = await store.DecideAsync(letter, by, redrivenTo, reason, ct);
        var now = await store.FindAsync(letter.Id, ct);
        return now is null ? new DecisionOutcome.NotFound()
            : isClosed ? new DecisionOutcome.Decided(now)
            : new DecisionOutcome.Closed(now);
    }

    private DecisionOutcome.Unsendable? Fault(string topic, byte[] body) =>
        !Targets.Contains(topic) ? new("topic", $"The letter is of '{topic}', which is no topic to send to; give one.")
        : body.Length == 0 ? new("body", "The letter holds no body; give one.")
        : body.Length > kafka.BodyBytesMax ? new("body", $"It has more than {kafka.BodyBytesMax} bytes.")
        : null;

    /// <summary>Where whoever owns the run reads it; else where it was, or where the key belongs.</summary>
    private async Task<int?> PartitionOfAsync(string topic, byte[] body, DeadLetterRow letter, CancellationToken ct)
    {
        if (!ByShard.Contains(topic))
        {
            return null;
        }

        if (LetterReader.RunIdOf(body) is { } runId)
        {
            var shard = await store.ShardOfAsync(runId, ct) ?? Sharding.ShardOf(runId, cluster.Partitions);
            return shard % cluster.Partitions;
        }

        return topic == letter.Topic && letter.Partition < cluster.Partitions ? letter.Partition : null;
    }

    private static MessageHeader[] Headers(DeadLetterRow letter) =>
    [
        .. (letter.Headers ?? new Dictionary<string, string>())
            .Where(header => header.Key != MessageHeaders.DeadLetterId)
            .Select(header => new MessageHeader(header.Key, header.Value)),
        new MessageHeader(MessageHeaders.DeadLetterId, letter.Id.ToString()),
    ];

    private static byte[] BodyOf(DeadLetterRow letter) =>
        letter.Bytes ?? Encoding.UTF8.GetBytes(letter.Body ?? "");
}
