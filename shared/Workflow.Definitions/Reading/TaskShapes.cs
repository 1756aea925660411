namespace Workflow.Definitions.Reading;

/// <summary>The kinds of task, each with the properties that only it has.</summary>
internal static class TaskShapes
{
    /// <summary>Properties that say what a task does, in the reference's order.</summary>
    public static readonly IReadOnlyList<string> Keywords =
        ["call", "do", "emit", "for", "fork", "listen", "raise", "run", "set", "switch", "try", "wait"];

    private static readonly string[] Everywhere = ["if", "input", "output", "export", "timeout", "then", "metadata"];

    private static readonly Dictionary<string, string[]> Companions = new()
    {
        ["call"] = ["with"],
        ["for"] = ["while", "do"],
        ["listen"] = ["foreach"],
        ["try"] = ["catch"],
    };

    private static readonly Dictionary<string, Shape> ByKeyword = Keywords.ToDictionary(keyword => keyword, Build);

    /// <summary>Of a task whose kind is not known.</summary>
    public static readonly Shape Any = Shape.Of([.. Keywords, "with", "while", "foreach", "catch", .. Everywhere]);

    public static Shape Of(string keyword) => ByKeyword[keyword];

    private static Shape Build(string keyword)
    {
        var own = Companions.GetValueOrDefault(keyword, []);
        var shape = Shape.Of([keyword, .. own, .. Everywhere])
            .Belongs("retry", "in the `catch` of a `try`").Belongs("parallel", "in `for`, beside `in`")
            .Belongs("from", "in `input`").Belongs("as", "in `output` or `export`");
        foreach (var (other, names) in Companions.Where(pair => pair.Key != keyword))
        {
            foreach (var name in names.Except(own))
            {
                shape = shape.Belongs(name, $"to `{other}`");
            }
        }

        return shape;
    }
}
