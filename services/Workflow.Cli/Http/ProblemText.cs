using System.Text;
using Workflow.Cli.Output;

namespace Workflow.Cli.Http;

/// <summary>Problem details as lines for people: where, what, what was expected.</summary>
internal static class ProblemText
{
    /// <param name="file">Named before each place, so that a terminal can open it; null without a file.</param>
    public static string Of(Problem problem, int status, string? file = null)
    {
        var text = new StringBuilder($"{CellText.Safe(problem.Title ?? "The API refused.")} ({status})");
        if (!string.IsNullOrEmpty(problem.Detail) && problem.Errors is not { Count: > 0 })
        {
            text.Append('\n').Append("  ").Append(CellText.Safe(problem.Detail));
        }

        foreach (var error in problem.Errors ?? [])
        {
            text.Append('\n').Append("  ").Append(Place(error, file)).Append(CellText.Safe(error.Message ?? ""));
            if (!string.IsNullOrEmpty(error.Expected))
            {
                text.Append(" Expected: ").Append(error.Expected);
            }
        }

        return text.ToString();
    }

    private static string Place(DefinitionProblem error, string? file)
    {
        var lineAndColumn = error.Line is { } line ? $":{line}:{error.Column ?? 1}" : "";
        var pointer = string.IsNullOrEmpty(error.Pointer) ? "" : $" {error.Pointer}";
        var place = $"{file}{lineAndColumn}{pointer}".TrimStart(':', ' ');
        return place.Length > 0 ? $"{place}: " : "";
    }
}
