namespace Workflow.Cli.Mcp;

/// <summary>Reads arguments whose bounds a schema does not tell.</summary>
internal static class Arguments
{
    private const int KeyLengthMax = 255;

    /// <exception cref="ArgumentRefusedException">It is no UUID.</exception>
    public static Guid RunId(string text) => Guid.TryParseExact(text, "D", out var id)
        ? id
        : throw new ArgumentRefusedException(
            $"run_id is '{text}'. Give the id of a run, such as 01a1f901-e482-79a8-bccc-a4bef79a0bfc; "
            + "list_runs tells the ids there are.");

    /// <exception cref="ArgumentRefusedException">It is not between the two, which are allowed.</exception>
    public static int Within(string name, int value, int min, int max) => value >= min && value <= max
        ? value
        : throw new ArgumentRefusedException($"{name} is {value}. Give a number from {min} to {max}.");

    /// <exception cref="ArgumentRefusedException">A header cannot carry it.</exception>
    public static string? Key(string? text) => text is null
        || (text.Length is > 0 and <= KeyLengthMax && text.All(c => c is >= ' ' and <= '~'))
        ? text
        : throw new ArgumentRefusedException(
            $"idempotency_key is '{text}'. Give 1 to {KeyLengthMax} printable ASCII characters.");

    /// <summary>A path with those parameters that have a value.</summary>
    public static string Query(string path, params (string Name, object? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString($"{parameter.Value}")}");
        return $"{path}?{string.Join('&', given)}";
    }
}
