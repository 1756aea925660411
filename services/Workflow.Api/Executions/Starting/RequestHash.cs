using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Executions.Starting;

/// <summary>What two starts must share to be the same request: everything that shapes the run.</summary>
public static class RequestHash
{
    /// <returns>SHA-256. A plain start hashes its workflow and input only; what else it says follows a zero byte, which
    /// no JSON text holds.</returns>
    public static byte[] Of(NewRun run)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData((run.WorkflowId ?? Guid.Empty).ToByteArray());
        hash.AppendData(run.Input.Utf8.Span);
        if (!IsPlain(run))
        {
            hash.AppendData([0]);
            Add(hash, run.Type);
            Add(hash, run.Agent);
            Add(hash, run.Version);
            Add(hash, run.Labels.IsEmpty ? null : run.Labels.ToString());
            Add(hash, run.BusinessKey);
            Add(hash, run.Priority);
            Add(hash, run.StartAt?.UtcTicks);
            Add(hash, run.QueueTimeoutSeconds);
            Add(hash, run.Webhook.IsEmpty ? null : run.Webhook.ToString());
            Add(hash, run.Concurrency?.ToString());
        }

        return hash.GetHashAndReset();
    }

    private static bool IsPlain(NewRun run) =>
        run is
        {
            Type: RunType.Workflow, Agent: null, Version: null, Labels.IsEmpty: true, BusinessKey: null, Priority: 0,
            StartAt: null, QueueTimeoutSeconds: null, Webhook.IsEmpty: true, Concurrency: null,
        };

    private static void Add(IncrementalHash hash, string? text)
    {
        Add(hash, text is null ? null : Encoding.UTF8.GetByteCount(text));
        hash.AppendData(Encoding.UTF8.GetBytes(text ?? ""));
    }

    private static void Add(IncrementalHash hash, long? number)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = number is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number ?? 0);
        hash.AppendData(bytes);
    }
}
