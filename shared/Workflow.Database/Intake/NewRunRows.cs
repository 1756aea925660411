using Workflow.Database.Sql;

namespace Workflow.Database.Intake;

/// <summary>What the intake writes of each new run.</summary>
internal static class NewRunRows
{
    /// <param name="queueMax">Runs that may wait for a slot of one concurrency key.</param>
    public static RowArray Of(IReadOnlyList<NewRun> runs, int queueMax)
    {
        var rows = new RowArray("workflow_new_run_1");
        foreach (var (run, before) in runs.Zip(Slots.Before(runs)))
        {
            Add(rows, run, Slots.OpenMax(run, queueMax), before);
        }

        return rows;
    }

    // In the order of the type's columns.
    /// <param name="openMax">How many open runs its key may have with it.</param>
    /// <param name="openBefore">How many before it in the batch have its key.</param>
    private static void Add(RowArray rows, NewRun run, int? openMax, int openBefore) => rows.Begin()
        .Uuid(run.RunId)
        .Uuid(run.WorkflowId)
        .Text(run.OwnerId)
        .Int(run.Shard)
        .Json(run.Input)
        .Text(run.IdempotencyKey)
        .Bytea(run.RequestHash)
        .Text(run.Type)
        .Text(run.Version)
        .Text(run.Agent)
        .Json(run.Plan)
        .Jsonb(run.Labels)
        .Text(run.BusinessKey)
        .Short(run.Priority)
        .Time(run.StartAt)
        .Int(run.QueueTimeoutSeconds)
        .Bool(run.AnyOwner)
        .Jsonb(run.Webhook)
        .Text(run.Concurrency?.Key)
        .Int(run.Concurrency?.Limit)
        .Text(run.Concurrency?.OnLimit)
        .Int(openMax)
        .Int(openBefore)
        .End();
}
