using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Workflow.Api.Executions.Starting;

/// <summary>How callers name a workflow: its id, its name, or <c>namespace/name</c>.</summary>
/// <param name="Id">Null when it is named.</param>
/// <param name="Namespace">Null for any.</param>
public readonly partial record struct WorkflowTarget(Guid? Id, string? Namespace, string? Name)
{
    /// <param name="text">From a path, the slash may be <c>%2F</c>.</param>
    /// <returns>False when no workflow can have such a name.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out WorkflowTarget? reference)
    {
        reference = null;
        if (Guid.TryParseExact(text, "D", out var id))
        {
            reference = new WorkflowTarget(id, null, null);
        }
        else if (Form().Match(text) is { Success: true } match)
        {
            var space = match.Groups["space"];
            reference = new WorkflowTarget(null, space.Success ? space.Value : null, match.Groups["name"].Value);
        }

        return reference is not null;
    }

    [GeneratedRegex(
        "^((?<space>[a-z0-9-]{1,63})(/|%2F))?(?<name>[a-z0-9-]{1,63})\\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
