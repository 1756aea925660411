using System.Security.Cryptography;
using System.Text;
using Workflow.Model;

namespace Workflow.Execution.Tasks;

/// <summary>Task ids are computed, not stored first: the same attempt has the same id in every process.</summary>
public static class TaskIds
{
    /// <summary>A UUID of version 8 from SHA-256 over run, path, iteration and attempt.</summary>
    public static Guid Of(Guid runId, StepKey key)
    {
        var text = Encoding.UTF8.GetBytes($"{runId:N}\n{key.Path}\n{key.Iteration}\n{key.Attempt}");
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text, hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
