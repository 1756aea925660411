namespace Workflow.ExampleAgents.Text;

/// <summary>Tells English, German, French and Spanish apart by their small words.</summary>
public static class Language
{
    public const string English = "en";

    private const int FewestHits = 2;

    private static readonly (string Code, HashSet<string> Small)[] Languages =
    [
        (English, Set("the and is my to of it for you please not this have was i")),
        ("de", Set("der die das und ich nicht ist bitte mein meine wir seit habe ein eine auf")),
        ("fr", Set("le la les je ne pas est et mon ma une bonjour pour vous merci")),
        ("es", Set("el la los mi es por y que una hola gracias pero está con ha")),
    ];

    private static readonly HashSet<string> AllSmall =
    [
        .. Languages.SelectMany(language => language.Small),
        .. Set("a an in on at we but be are with that our your can as from so do me there has had will would just hi"),
        .. Set("hello where how what which all by after now ok one no if or they them de du"),
    ];

    /// <summary>Two-letter code; <see cref="English"/> when nothing speaks for another language.</summary>
    public static string Of(IReadOnlyList<string> words)
    {
        var best = Languages.MaxBy(language => words.Count(language.Small.Contains));
        return words.Count(best.Small.Contains) >= FewestHits ? best.Code : English;
    }

    /// <summary>Whether the word says nothing about the subject of a text.</summary>
    public static bool IsSmall(string word) => word.Length < 2 || AllSmall.Contains(word);

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
