using System.Text;

namespace Workflow.ExampleAgents.Text;

/// <summary>Splits text into words.</summary>
public static class Words
{
    /// <summary>The words in order, lower case, without apostrophes (<c>can't</c> becomes <c>cant</c>); emoji and
    /// punctuation are dropped.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(char.ToLowerInvariant(character));
            }
            else if (character is not ('\'' or '’'))
            {
                Take(words, word);
            }
        }

        Take(words, word);
        return words;
    }

    /// <summary>The words in order, stemmed.</summary>
    public static List<string> StemsOf(string text) => Of(text).ConvertAll(Stemmer.Stem);

    private static void Take(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
