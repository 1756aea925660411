namespace Workflow.Jq.Values;

/// <summary>Where something occurs in an array or a text.</summary>
internal static class Search
{
    /// <summary>The positions at which the items of the second array follow each other in the first.</summary>
    public static JqValue Items(JqValue array, JqValue wanted)
    {
        var found = new List<JqValue>();
        for (var i = 0; wanted.Count > 0 && i + wanted.Count <= array.Count; i++)
        {
            if (StartsAt(array.Span[i..], wanted.Span))
            {
                found.Add(JqValue.Number((double)i));
            }
        }

        return JqValue.FromOwned([.. found]);
    }

    public static JqValue Item(JqValue array, JqValue wanted)
    {
        var found = new List<JqValue>();
        for (var i = 0; i < array.Count; i++)
        {
            if (JqOrder.AreEqual(array.Span[i], wanted))
            {
                found.Add(JqValue.Number((double)i));
            }
        }

        return JqValue.FromOwned([.. found]);
    }

    /// <summary>The code point positions at which the text occurs, overlapping ones too.</summary>
    public static JqValue Text(string text, string wanted)
    {
        var found = new List<JqValue>();
        var (counted, codePoints) = (0, 0);
        for (var at = -1; wanted.Length > 0 && (at = text.IndexOf(wanted, at + 1, StringComparison.Ordinal)) >= 0;)
        {
            codePoints += Utf16.Count(text.AsSpan(counted, at - counted));
            counted = at;
            found.Add(JqValue.Number((double)codePoints));
        }

        return JqValue.FromOwned([.. found]);
    }

    private static bool StartsAt(ReadOnlySpan<JqValue> items, ReadOnlySpan<JqValue> wanted)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!JqOrder.AreEqual(items[i], wanted[i]))
            {
                return false;
            }
        }

        return true;
    }
}
