using System.Text;

namespace Workflow.Jq.Text;

/// <summary>
/// Gives the members of many like objects the same key strings, which saves memory and makes look-ups quick.
/// </summary>
internal sealed class KeyCache
{
    private const int LongestKey = 64;
    private readonly string?[] _recent = new string?[256];

    public string Get(ReadOnlySpan<byte> key)
    {
        if (key.Length is 0 or > LongestKey)
        {
            return Encoding.UTF8.GetString(key);
        }

        var slot = (key.Length * 31) + (key[0] * 7) + (key[^1] * 13) + (key[key.Length / 2] * 3);
        ref var known = ref _recent[slot & 255];
        if (known is null || !Ascii.Equals(key, known))
        {
            known = Encoding.UTF8.GetString(key);
        }

        return known;
    }
}
