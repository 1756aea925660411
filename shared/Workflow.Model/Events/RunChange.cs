namespace Workflow.Model;

/// <summary>Values of <see cref="RunEvent.Change"/>: what a revision did to its run.</summary>
public static class RunChange
{
    /// <summary>From PENDING to RUNNING.</summary>
    public const string Started = "started";

    /// <summary>Anything that leaves the run open, except for its start.</summary>
    public const string Progress = "progress";

    /// <param name="status">After the change.</param>
    public static string Of(RunStatus status, bool isStart) => status.IsEnd() ? status.ToJson()
        : isStart ? Started : Progress;
}
