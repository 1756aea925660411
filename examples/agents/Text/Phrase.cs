namespace Workflow.ExampleAgents.Text;

/// <summary>One word or several in a row, compared by their stems.</summary>
public sealed class Phrase(string text)
{
    private readonly List<string> _stems = Words.StemsOf(text);

    public string Text { get; } = text;

    /// <summary>Index of the first occurrence from <paramref name="start"/> on, or -1.</summary>
    public int IndexIn(IReadOnlyList<string> stems, int start = 0)
    {
        for (var at = start; at + _stems.Count <= stems.Count; at++)
        {
            if (IsAt(stems, at))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>How often it occurs, overlaps counted once.</summary>
    public int CountIn(IReadOnlyList<string> stems)
    {
        var count = 0;
        for (var at = IndexIn(stems); at >= 0; at = IndexIn(stems, at + _stems.Count))
        {
            count++;
        }

        return count;
    }

    /// <summary>Blanks every occurrence, so that no other phrase finds its words.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TakeFrom(List<string> stems)
    {
        var found = false;
        for (var at = IndexIn(stems); at >= 0; at = IndexIn(stems, at + _stems.Count))
        {
            found = true;
            for (var i = 0; i < _stems.Count; i++)
            {
                stems[at + i] = "";
            }
        }

        return found;
    }

    private bool IsAt(IReadOnlyList<string> stems, int at)
    {
        for (var i = 0; i < _stems.Count; i++)
        {
            if (stems[at + i] != _stems[i])
            {
                return false;
            }
        }

        return true;
    }
}
