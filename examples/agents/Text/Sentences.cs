namespace Workflow.ExampleAgents.Text;

/// <summary>Splits text into sentences.</summary>
public static class Sentences
{
    private static readonly HashSet<string> Abbreviations =
        ["e.g.", "i.e.", "etc.", "mr.", "mrs.", "dr.", "no.", "nr.", "vs."];

    /// <summary>The sentences in order, trimmed; line breaks end a sentence too.</summary>
    public static List<string> Of(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (EndsAt(text, start, at))
            {
                Take(sentences, text[start..(at + 1)]);
                start = at + 1;
            }
        }

        Take(sentences, text[start..]);
        return sentences;
    }

    private static bool EndsAt(string text, int start, int at)
    {
        if (text[at] == '\n')
        {
            return true;
        }

        var last = at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]);
        return last && (text[at] is '!' or '?' or '…' || (text[at] == '.' && !IsAbbreviation(text[start..(at + 1)])));
    }

    private static bool IsAbbreviation(string text) =>
        Abbreviations.Contains(text[(text.LastIndexOf(' ') + 1)..].ToLowerInvariant());

    private static void Take(List<string> sentences, string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Any(char.IsLetterOrDigit))
        {
            sentences.Add(trimmed);
        }
    }
}
