using Npgsql;

namespace Workflow.Database.Sql;

/// <summary>For statements that are to read indexes in their order and to stop early, or to look up many rows by their
/// keys.</summary>
internal static class IndexOrder
{
    /// <summary>Goes before such a statement, in its transaction. A planner that knows parts of a table only by their
    /// average size, or as they were before a backlog, would rather read and sort large ones, large parts of an index
    /// that has the first column of the order only, or the whole of a table of some ten thousand rows.</summary>
    public static NpgsqlBatchCommand Settings() => new("""
        select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
               set_config('enable_sort', 'off', true), set_config('enable_incremental_sort', 'off', true),
               set_config('jit', 'off', true)
        """);

    /// <summary>The statement behind <see cref="Settings"/>, in its transaction; theirs is the first result.</summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, NpgsqlBatchCommand command)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Settings());
        batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>Goes before a statement for which one index or another is short, as it is now: it is planned each time,
    /// but never to read a whole table.</summary>
    public static NpgsqlBatchCommand Choice() => new("""
        select set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true),
               set_config('jit', 'off', true)
        """);
}
