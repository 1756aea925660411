using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>What a flush writes of each run and of each attempt of a step.</summary>
internal static class FlushedRows
{
    /// <summary>One row for each run.</summary>
    public static RowArray OfRuns(IReadOnlyList<RunCommit> commits)
    {
        var rows = new RowArray("workflow_flushed_run_1");
        foreach (var commit in commits)
        {
            Add(rows, commit);
        }

        return rows;
    }

    /// <summary>One row for each step of each run.</summary>
    public static RowArray OfSteps(IReadOnlyList<RunCommit> commits)
    {
        var rows = new RowArray("workflow_flushed_step_1");
        foreach (var commit in commits)
        {
            foreach (var step in commit.Steps)
            {
                Add(rows, commit.RunId, step);
            }
        }

        return rows;
    }

    // In the order of the type's columns.
    private static void Add(RowArray rows, RunCommit commit) => rows.Begin()
        .Uuid(commit.RunId)
        .Int(commit.Claim.Shard)
        .Long(commit.Claim.Epoch)
        .Uuid(commit.Claim.Token)
        .Text(commit.From.ToSql())
        .Long(commit.FromRevision)
        .Text(commit.To.ToSql())
        .Long(commit.ToRevision)
        .Time(commit.StartedAt)
        .Time(commit.CompletedAt)
        .Json(commit.Output)
        .Json(commit.Error)
        .Text(commit.ErrorMessage)
        .Time(commit.WakeAt)
        .Long(commit.SignalsSeen)
        .End();

    // In the order of the type's columns.
    private static void Add(RowArray rows, Guid runId, StepRecord step) => rows.Begin()
        .Uuid(runId)
        .Text(step.Key.Path)
        .Text(step.Key.Iteration)
        .Int(step.Key.Attempt)
        .Text(step.StepId)
        .Text(step.StepType)
        .Text(step.AgentName)
        .Text(step.ToolName)
        .Uuid(step.TaskId)
        .Text(step.Status.ToSql())
        .Json(step.Input)
        .Json(step.Output)
        .Json(step.Context)
        .Text(step.Next)
        .Json(step.Error)
        .Text(step.ErrorMessage)
        .Time(step.StartedAt)
        .Time(step.CompletedAt)
        .Json(step.Metadata)
        .End();
}
