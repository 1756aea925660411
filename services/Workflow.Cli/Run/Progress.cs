using Workflow.Cli.Http;

namespace Workflow.Cli.Run;

/// <summary>Estimates how much of a run is done: each task counts once, a loop once for each of its items.</summary>
internal static class Progress
{
    /// <param name="tasks">Tasks in the definition, at every depth.</param>
    /// <returns>0 to 1.</returns>
    public static double Of(IReadOnlyList<StepSnapshot> steps, int tasks)
    {
        var places = steps.GroupBy(step => step.Metadata?.StepPath ?? step.StepId).ToDictionary(place => place.Key);
        var loops = places.Keys.Where(place => places[place].Any(step => step.Metadata?.Items > 0)).ToList();
        var inside = places.Keys.Where(place => loops.Any(loop => IsInside(place, loop))).ToHashSet();
        var outside = places.Where(place => !inside.Contains(place.Key) && !loops.Contains(place.Key)).ToList();

        double done = outside.Count(place => place.Value.All(step => step.HasEnded));
        double total = Math.Max(tasks - inside.Count - loops.Count, outside.Count);
        foreach (var loop in loops)
        {
            var items = places[loop].Sum(step => step.Metadata?.Items ?? 0);
            total += items;
            done += places[loop].All(step => step.HasEnded) ? items : Math.Min(items, ItemsDone(places, loop));
        }

        return total == 0 ? 0 : done / total;
    }

    // The task inside that ended most often: a decision may leave out the others.
    private static int ItemsDone(Dictionary<string, IGrouping<string, StepSnapshot>> places, string loop) =>
        places.Where(place => IsInside(place.Key, loop))
            .Select(place => place.Value.Count(step => step.HasEnded))
            .DefaultIfEmpty(0).Max();

    private static bool IsInside(string place, string loop) =>
        place.StartsWith(loop + "/", StringComparison.Ordinal);
}
