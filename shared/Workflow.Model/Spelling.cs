namespace Workflow.Model;

/// <summary>Finds the word that was probably meant.</summary>
public static class Spelling
{
    private const int LengthMax = 60;

    /// <summary>The nearest word, if one is near: other case, or one slip (two in words above four letters).</summary>
    public static string? Nearest(string written, IEnumerable<string> words)
    {
        if (written.Length > LengthMax)
        {
            return null;
        }

        var slips = written.Length > 4 ? 2 : 1;
        var best = words
            .Where(word => Math.Abs(word.Length - written.Length) <= slips)
            .Select(word => (Word: word, Distance: Distance(written.ToLowerInvariant(), word.ToLowerInvariant())))
            .Where(pair => pair.Distance <= slips && pair.Distance < pair.Word.Length)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Word;
    }

    /// <summary>Letters to insert, drop, replace or swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                    rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
