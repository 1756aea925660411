using Workflow.Cli.Http;

namespace Workflow.Cli.Run;

/// <summary>All executions of one task: loops and retries make many, the terminal shows one line.</summary>
/// <param name="Worker">The agent or tool, else the kind of step.</param>
/// <param name="Longest">Of the finished ones; null before the first.</param>
/// <param name="Average">Of the finished ones; null before the first.</param>
internal sealed record StepGroup(
    string Name, string Worker, int Completed, int Running, int Failed, int Other, TimeSpan? Average, TimeSpan? Longest)
{
    public int Count => Completed + Running + Failed + Other;

    /// <summary>One word: running while any is, failed when any ended so, else how the others ended.</summary>
    public string Status =>
        Running > 0 ? "running"
        : Failed > 0 && Completed == 0 ? "failed"
        : Completed > 0 ? "completed"
        : "skipped";

    /// <summary>Groups steps by task, in the order in which the tasks first began.</summary>
    public static IReadOnlyList<StepGroup> Of(IEnumerable<StepSnapshot> steps) =>
        [.. steps.GroupBy(step => step.StepId).Select(Sum)];

    private static StepGroup Sum(IGrouping<string, StepSnapshot> steps)
    {
        var first = steps.First();
        var durations = steps.Select(step => step.DurationMs).OfType<long>().ToList();
        return new StepGroup(
            steps.Key,
            first.AgentName ?? first.ToolName ?? first.StepType.Replace('_', ' '),
            steps.Count(step => step.Status == "completed"),
            steps.Count(step => step.Status is "running" or "pending"),
            steps.Count(step => step.Status == "failed"),
            steps.Count(step => step.Status is "skipped" or "cancelled"),
            durations.Count == 0 ? null : TimeSpan.FromMilliseconds(durations.Average()),
            durations.Count == 0 ? null : TimeSpan.FromMilliseconds(durations.Max()));
    }
}
