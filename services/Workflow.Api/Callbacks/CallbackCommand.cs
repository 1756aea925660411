using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using Workflow.Api.Http;
using Workflow.Api.Intake;
using Workflow.Api.Startup;
using Workflow.Api.Verbs;
using Workflow.Database.Callbacks;
using Workflow.Database.Recovery;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Model.Callbacks;

namespace Workflow.Api.Callbacks;

/// <summary>Takes what an agent calls back: into the database first, then by waking the owner. So it is durable when
/// the agent hears that it is, also while the broker is away.</summary>
internal sealed class CallbackCommand(
    CallbackStore store, StepCheckpoints checkpoints, OwnerSignals owners, MessageProducer producer,
    ClusterState cluster, TimeProvider time)
{
    /// <param name="body">As the agent sent it, to know it again.</param>
    /// <exception cref="PostgresException">The content is refused.</exception>
    public async Task<(CallbackTaken? Taken, Problem? Problem)> RunAsync(
        CallbackToken token, CallbackContent content, string? mediaType, ReadOnlyMemory<byte> body,
        CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!content.Checkpoint.IsNull)
        {
            await checkpoints.KeepAsync(
                [new ReportedCheckpoint(token.RunId, token.TaskId, content.Checkpoint, now)], ct);
        }

        var receipt = content.IsAnswer
            ? await store.AnswerAsync(
                token.RunId, token.TaskId, DigestOf(mediaType, body), PayloadOf(content, token, now), ct)
            : await store.ExtendAsync(token.RunId, token.TaskId, ct);
        switch (receipt.Fate)
        {
            case CallbackFate.Closed:
                return (null, CallbackProblems.Closed(token, receipt));
            case CallbackFate.AnsweredOtherwise:
                return (null, CallbackProblems.Answered(token));
        }

        TellOwner(token, content, receipt, now);
        var status = content.Error is not null ? AgentOutcome.Failed
            : content.Output is not null ? AgentOutcome.Completed
            : "running";
        return (new CallbackTaken(
            token.TaskId, token.RunId, status, receipt.Fate == CallbackFate.Repeated, receipt.AliveUntil), null);
    }

    private static RawJson PayloadOf(CallbackContent content, CallbackToken token, DateTimeOffset now) => new(
        JsonSerializer.SerializeToUtf8Bytes(
            content.ToResult(token.RunId, token.TaskId, now), MessageJson.Default.AgentResult));

    private static byte[] DigestOf(string? mediaType, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{mediaType}\n"));
        hash.AppendData(body.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>Messages only hasten what the owner finds in the database by itself.</summary>
    private void TellOwner(CallbackToken token, CallbackContent content, CallbackReceipt receipt, DateTimeOffset now)
    {
        var shard = receipt.Shard!.Value;
        if (!content.Checkpoint.IsNull)
        {
            Send(shard, new AgentResult(
                token.TaskId, token.RunId, AgentOutcome.Checkpoint, content.Checkpoint, null, shard, null, now));
        }

        if (content.IsAnswer)
        {
            owners.Wake(token.RunId, shard, RunInbox.AgentResultKind);
        }
        else if (receipt.AliveUntil is { } until)
        {
            Send(shard, new AgentResult(
                token.TaskId, token.RunId, AgentOutcome.Accepted, default, null, shard, null, now)
            {
                AcceptedUntil = until,
            });
        }
    }

    private void Send(int shard, AgentResult result) => producer.TrySend(
        Topics.AgentResults, shard % cluster.Partitions, RequestMessage.KeyOf(result.RunId!.Value),
        MessageCodec.Encode(result));
}
