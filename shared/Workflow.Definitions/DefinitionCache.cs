using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Workflow.Definitions;

/// <summary>How much <see cref="DefinitionCache"/> keeps.</summary>
public sealed record DefinitionCacheLimits
{
    public static readonly DefinitionCacheLimits Default = new();

    /// <summary>Definitions kept. Default 1,000; a definition that was dropped is read again when needed.</summary>
    [Range(1, 1_000_000)]
    public int Definitions { get; init; } = 1_000;

    /// <summary>JSON bytes of the definitions kept, together. Default 64 MiB; in memory a definition takes several
    /// times that.</summary>
    [Range(1, long.MaxValue)]
    public long DocumentBytes { get; init; } = 64 * 1_048_576;
}

/// <summary>Keeps what reading a text gave, by the text's SHA-256; the least recently used goes first.
/// Thread-safe.</summary>
public sealed class DefinitionCache(DefinitionLimits limits, DefinitionCacheLimits? kept = null)
{
    private readonly DefinitionCacheLimits _kept = kept ?? DefinitionCacheLimits.Default;
    private readonly Dictionary<UInt256, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Lock _lock = new();
    private long _bytes;

    /// <summary>Definitions kept at the moment.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>What <see cref="DefinitionReader"/> says about the text, read at most once while it is kept. Texts
    /// that are no definition are kept too, so that a repeated bad message costs nothing.</summary>
    public DefinitionResult GetOrRead(ReadOnlyMemory<byte> json)
    {
        var key = KeyOf(json.Span);
        Entry entry;
        lock (_lock)
        {
            entry = _entries.TryGetValue(key, out var known) ? Touch(known) : Add(key, json);
        }

        return entry.Result.Value;
    }

    private Entry Touch(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value;
    }

    private Entry Add(UInt256 key, ReadOnlyMemory<byte> json)
    {
        var result = new Lazy<DefinitionResult>(() => DefinitionReader.Read(json.Span, limits));
        var entry = new Entry(key, json.Length, result);
        _entries.Add(key, _byUse.AddFirst(entry));
        _bytes += entry.Bytes;
        while (_entries.Count > _kept.Definitions || (_bytes > _kept.DocumentBytes && _entries.Count > 1))
        {
            var oldest = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _entries.Remove(oldest.Key);
            _bytes -= oldest.Bytes;
        }

        return entry;
    }

    private static UInt256 KeyOf(ReadOnlySpan<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return MemoryMarshal.Read<UInt256>(hash);
    }

    private readonly record struct UInt256(ulong A, ulong B, ulong C, ulong D);

    private sealed record Entry(UInt256 Key, int Bytes, Lazy<DefinitionResult> Result);
}
