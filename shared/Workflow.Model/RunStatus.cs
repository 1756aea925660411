namespace Workflow.Model;

/// <summary>Where a run is. The last three are end statuses and never change (R2).</summary>
public enum RunStatus
{
    Pending,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>Where one attempt of a step is.</summary>
public enum StepStatus
{
    Pending,
    Running,
    Completed,
    Failed,
    Skipped,
    Cancelled,
}

/// <summary>Statuses as text: capitals in the database, lower case in JSON.</summary>
public static class StatusText
{
    private static readonly string[] RunSql = ["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"];
    private static readonly string[] RunJson = ["pending", "running", "completed", "failed", "cancelled"];
    private static readonly string[] StepSql = ["PENDING", "RUNNING", "COMPLETED", "FAILED", "SKIPPED", "CANCELLED"];
    private static readonly string[] StepJson = ["pending", "running", "completed", "failed", "skipped", "cancelled"];

    public static string ToSql(this RunStatus status) => RunSql[(int)status];

    public static string ToSql(this StepStatus status) => StepSql[(int)status];

    public static string ToJson(this RunStatus status) => RunJson[(int)status];

    public static string ToJson(this StepStatus status) => StepJson[(int)status];

    public static bool IsEnd(this RunStatus status) => status >= RunStatus.Completed;

    /// <summary>Reads a status in any case.</summary>
    /// <exception cref="FormatException">The text is no run status.</exception>
    public static RunStatus ParseRun(string text) => (RunStatus)IndexOf(RunSql, text);

    /// <summary>Reads a status in any case.</summary>
    /// <exception cref="FormatException">The text is no step status.</exception>
    public static StepStatus ParseStep(string text) => (StepStatus)IndexOf(StepSql, text);

    private static int IndexOf(string[] names, string text)
    {
        var index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? index
            : throw new FormatException($"'{text}' is no status; one of {string.Join(", ", names)}.");
    }
}
