using System.Text;

namespace Workflow.Jq.Text;

/// <summary>
/// Gives like names and like short texts the same objects, which saves memory and makes look-ups quick.
/// </summary>
internal sealed class TextCache
{
    private const int Slots = 512;
    private const int LongestName = 64;
    private const int LongestText = 24;

    /// <summary>Texts of a document before it is worth to remember them.</summary>
    private const int ManyTexts = 100;

    private readonly string?[] _names = new string?[Slots];
    private JqValue?[]? _texts;
    private int _seen;

    /// <summary>To be called after a document: names may come again in the next one, texts are its own.</summary>
    public void ForgetTexts()
    {
        _texts = null;
        _seen = 0;
    }

    public string Name(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestName)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var known = ref _names[SlotOf(utf8)];
        if (known is null || !Ascii.Equals(utf8, known))
        {
            known = Encoding.UTF8.GetString(utf8);
        }

        return known;
    }

    public JqValue Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestText || ++_seen < ManyTexts)
        {
            return JqValue.Sound(Encoding.UTF8.GetString(utf8));
        }

        _texts ??= new JqValue?[Slots];
        ref var known = ref _texts[SlotOf(utf8)];
        if (known is null || !Ascii.Equals(utf8, known.Chars))
        {
            known = JqValue.Sound(Encoding.UTF8.GetString(utf8));
        }

        return known;
    }

    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        var hash = (uint)utf8.Length;
        foreach (var one in utf8)
        {
            hash = (hash * 31) + one;
        }

        return (int)((hash ^ (hash >> 9)) % Slots);
    }
}
