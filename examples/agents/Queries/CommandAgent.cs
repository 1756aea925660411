using Workflow.ExampleAgents.Text;

namespace Workflow.ExampleAgents.Queries;

/// <summary>A question about the tickets, in plain words.</summary>
public sealed record CommandRequest(string? Query)
{
    private const int CharactersMax = 2_000;

    /// <summary>Why the question cannot be read, or null.</summary>
    public static string? Problem(CommandRequest request) => request.Query is null or "" ? "'query' is needed, a text."
        : request.Query.Length > CharactersMax
            ? $"'query' has {request.Query.Length} characters; {CharactersMax} is the limit."
            : null;
}

/// <summary>What to look for.</summary>
/// <param name="Intent"><c>count</c> or <c>find</c>.</param>
/// <param name="Terms">Words that matter, in their order, without repetition.</param>
/// <param name="Breadth"><c>narrow</c> for up to three terms, else <c>broad</c>.</param>
public sealed record Command(string Intent, IReadOnlyList<string> Terms, string Breadth, string Language);

/// <summary>Reads a question and says what has to be done for it.</summary>
public static class CommandAgent
{
    private const int NarrowTermsMax = 3;

    private static readonly HashSet<string> Counting = ["how", "many", "count", "number", "wieviele", "anzahl"];

    public static Command Read(CommandRequest request)
    {
        var words = Words.Of(request.Query!);
        var terms = words.Where(word => !Text.Language.IsSmall(word) && !Counting.Contains(word)).Distinct().ToList();
        return new Command(
            words.Exists(Counting.Contains) ? "count" : "find", terms,
            terms.Count <= NarrowTermsMax ? "narrow" : "broad", Text.Language.Of(words));
    }
}
