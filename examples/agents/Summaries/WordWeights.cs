using Workflow.ExampleAgents.Text;

namespace Workflow.ExampleAgents.Summaries;

/// <summary>How much each word of a ticket matters: its frequency, words of the subject counting more.</summary>
public sealed class WordWeights
{
    private const double SubjectWeight = 2.0;

    private readonly OrderedDictionary<string, (string Word, double Weight)> _byStem = [];

    public WordWeights(string subject, IEnumerable<string> sentences)
    {
        Add(subject, SubjectWeight);
        foreach (var sentence in sentences)
        {
            Add(sentence, 1);
        }
    }

    /// <summary>Weight of a stem, 0 for a word that is not there or says nothing.</summary>
    public double Of(string stem) => _byStem.TryGetValue(stem, out var entry) ? entry.Weight : 0;

    /// <summary>The words that weigh most, as first written; numbers are left out.</summary>
    public IReadOnlyList<string> Heaviest(int count) =>
        [.. _byStem.Values.Where(entry => !char.IsDigit(entry.Word[0]))
            .OrderByDescending(entry => entry.Weight).ThenBy(entry => entry.Word, StringComparer.Ordinal)
            .Take(count).Select(entry => entry.Word)];

    private void Add(string text, double weight)
    {
        foreach (var word in Words.Of(text).Where(word => !Language.IsSmall(word)))
        {
            var stem = Stemmer.Stem(word);
            var known = _byStem.TryGetValue(stem, out var entry);
            _byStem[stem] = known ? (entry.Word, entry.Weight + weight) : (word, weight);
        }
    }
}
