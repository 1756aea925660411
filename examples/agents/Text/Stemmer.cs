namespace Workflow.ExampleAgents.Text;

/// <summary>Cuts the commonest English endings: charge, charges, charged and charging become one word.</summary>
public static class Stemmer
{
    private const int ShortestStem = 3;

    /// <param name="word">Lower case; other languages pass almost unchanged.</param>
    public static string Stem(string word)
    {
        var stem = CutPlural(word);
        stem = CutEnding(stem, "ing") ?? CutEnding(stem, "ed") ?? CutEnding(stem, "ly") ?? stem;
        return stem.Length > ShortestStem + 1 && stem.EndsWith('e') ? stem[..^1] : stem;
    }

    private static string CutPlural(string word)
    {
        if (word.Length <= ShortestStem || !word.EndsWith('s'))
        {
            return word;
        }

        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4)
        {
            return word[..^3] + "y";
        }

        if (EndsWithAny(word, "sses", "xes", "zes", "ches", "shes"))
        {
            return word[..^2];
        }

        return EndsWithAny(word, "ss", "us", "is") ? word : word[..^1];
    }

    private static string? CutEnding(string word, string ending)
    {
        if (!word.EndsWith(ending, StringComparison.Ordinal) || word.Length < ending.Length + ShortestStem)
        {
            return null;
        }

        var stem = word[..^ending.Length];
        var doubled = stem.Length > ShortestStem && stem[^1] == stem[^2] && !"lsz".Contains(stem[^1]);
        return doubled ? stem[..^1] : stem;
    }

    private static bool EndsWithAny(string word, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
