using System.Globalization;
using Workflow.Database.Queries.Explain;
using Workflow.Jq;

namespace Workflow.Api.Explain;

/// <summary>How open steps lie within each other, and what is noted with them.</summary>
internal static class Steps
{
    /// <summary>Whether <paramref name="outer"/> holds <paramref name="inner"/>: its path leads there, in the same turn
    /// of the same loops.</summary>
    public static bool IsAround(OpenStep outer, OpenStep inner)
    {
        if (!inner.StepPath.StartsWith(outer.StepPath + "/", StringComparison.Ordinal))
        {
            return false;
        }

        var isOutsideLoops = outer.Iteration == "0" && !outer.StepPath.Contains("/for/", StringComparison.Ordinal);
        return isOutsideLoops || inner.Iteration == outer.Iteration
            || (inner.Iteration.StartsWith(outer.Iteration, StringComparison.Ordinal)
                && inner.Iteration[outer.Iteration.Length] is '.' or '^' or '~');
    }

    /// <summary>Those that hold no other open step: where the run really is.</summary>
    public static IEnumerable<OpenStep> Innermost(IReadOnlyList<OpenStep> steps) =>
        steps.Where(step => !steps.Any(other => IsAround(step, other)));

    /// <summary>The moment that is noted as <c>until</c>, and how many retries had been decided by then.</summary>
    public static (DateTimeOffset? Until, int? Retry) NotedOf(OpenStep step)
    {
        if (step.Metadata.IsNull)
        {
            return (null, null);
        }

        var noted = JqValue.Parse(step.Metadata.Utf8.Span);
        var isTime = DateTimeOffset.TryParse(
            noted["until"].AsString, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until);
        return (isTime ? until : null, (int?)noted["retry"].AsNumber);
    }
}
