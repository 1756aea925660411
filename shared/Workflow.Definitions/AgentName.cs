namespace Workflow.Definitions;

/// <summary>Which names an agent can have, so that <c>call:</c> can be checked before any registry is asked.</summary>
public static class AgentName
{
    public const int LengthMax = 200;

    public const string Rule = "letters, digits, '.', '_' and '-', beginning with a letter or a digit, at most 200";

    /// <summary>Names with a meaning of their own in <c>call:</c>.</summary>
    public static readonly IReadOnlyList<string> Reserved = ["http", "openapi", "asyncapi", "grpc", "a2a", "mcp"];

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LengthMax && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsAllowed)
        && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
