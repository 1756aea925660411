namespace Workflow.Definitions.Reading;

/// <summary>Which properties an object of the DSL may have.</summary>
/// <param name="Title">What the object is, for messages: <c>an object with …</c>.</param>
/// <param name="Names">Read by us.</param>
/// <param name="NotYet">Words of the DSL in this place that are refused by name.</param>
/// <param name="Elsewhere">Properties often put here by mistake, with where they belong.</param>
internal sealed record Shape(
    string Title,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> NotYet,
    IReadOnlyDictionary<string, string> Elsewhere)
{
    /// <summary>What to do about a word that is refused by name.</summary>
    public string InsteadOf { get; init; } = "leave it out";

    public static Shape Of(params string[] names) =>
        new($"an object with {Quote.Any(names)}", names, [], new Dictionary<string, string>());

    public Shape ButNotYet(params string[] words) => this with { NotYet = words };

    public Shape Belongs(string name, string where) =>
        this with { Elsewhere = new Dictionary<string, string>(Elsewhere) { [name] = where } };
}
