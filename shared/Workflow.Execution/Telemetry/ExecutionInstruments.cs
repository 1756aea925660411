using System.Diagnostics.Metrics;
using Workflow.Execution.Journal;
using Workflow.Model;

namespace Workflow.Execution.Telemetry;

/// <summary>What executors and their journal count, in the meter <c>Workflow.Execution</c>.</summary>
internal static class ExecutionInstruments
{
    private static readonly Meter Meter = new("Workflow.Execution");

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
    };

    private static readonly InstrumentAdvice<int> Rows = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500],
    };

    private static readonly Counter<long> Started = Meter.CreateCounter<long>(
        "workflow.runs.started", "{run}", "Runs whose start was committed.");

    private static readonly Counter<long> Ended = Meter.CreateCounter<long>(
        "workflow.runs.ended", "{run}", "Runs that a consumer ended, by status.");

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram(
        "workflow.step.duration", "s", "From the beginning of an attempt to its end, by type and status.",
        advice: Seconds);

    private static readonly Histogram<double> FlushDuration = Meter.CreateHistogram(
        "workflow.journal.flush.duration", "s", "How long a commit of the journal took, tries included.",
        advice: Seconds);

    private static readonly Histogram<int> FlushRuns = Meter.CreateHistogram(
        "workflow.journal.flush.runs", "{run}", "Runs in one commit of the journal.", advice: Rows);

    private static readonly Counter<long> FlushFailures = Meter.CreateCounter<long>(
        "workflow.journal.flush.failures", "{flush}", "Commits of the journal that had to be repeated.");

    public static void Flushed(int runs, TimeSpan took)
    {
        FlushRuns.Record(runs);
        FlushDuration.Record(took.TotalSeconds);
    }

    public static void FlushFailed() => FlushFailures.Add(1);

    public static void Committed(RunCommit commit, CommitResult result)
    {
        if (commit.From == RunStatus.Pending)
        {
            Started.Add(1);
        }

        if (Ended.Enabled && commit.To.IsEnd() && result.Mark is not { IsEndHeld: true })
        {
            Ended.Add(1, KeyValuePair.Create<string, object?>("status", commit.To.ToJson()));
        }
    }

    public static void StepEnded(StepRecord step)
    {
        if (StepDuration.Enabled && step.CompletedAt is { } end)
        {
            StepDuration.Record(
                Math.Max(0, (end - step.StartedAt).TotalSeconds),
                KeyValuePair.Create<string, object?>("type", step.StepType),
                KeyValuePair.Create<string, object?>("status", step.Status.ToJson()));
        }
    }
}
