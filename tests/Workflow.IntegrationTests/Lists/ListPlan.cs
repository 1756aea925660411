using System.Text.Json;
using Npgsql;
using Workflow.Database.Sql;
using Workflow.Database.Queries.Lists;

namespace Workflow.IntegrationTests.Lists;

/// <summary>How PostgreSQL executed a statement by a plan for any values: its scans of the table of runs.</summary>
/// <param name="Indexes">Those that were read; a scan of the whole table is called <c>all</c>.</param>
/// <param name="Rows">Rows of the table that were looked at, also those that were passed over.</param>
/// <param name="Blocks">Blocks of 8 KiB that were touched.</param>
/// <param name="Text">The plan as PostgreSQL tells it.</param>
internal sealed record ListPlan(
    IReadOnlyCollection<string> Indexes, double Rows, long Blocks, double PlanningMs, double ExecutionMs, string Text)
{
    public static async Task<ListPlan> OfAsync(NpgsqlDataSource database, NpgsqlBatchCommand statement)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var values = await LiteralsAsync(connection, statement);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexOrder.Settings());
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local plan_cache_mode = force_generic_plan"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("prepare listed as " + statement.CommandText));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"explain (analyze, buffers, timing off, format json) execute listed{values}"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("deallocate listed"));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var text = reader.GetString(0);
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement[0];
        var scans = Nodes(root.GetProperty("Plan")).Where(IsOfRuns).ToList();
        return new ListPlan(
            [.. scans.Select(IndexOf).Distinct().Order()], scans.Sum(RowsOf),
            root.GetProperty("Plan").GetProperty("Shared Hit Blocks").GetInt64()
                + root.GetProperty("Plan").GetProperty("Shared Read Blocks").GetInt64(),
            root.GetProperty("Planning Time").GetDouble(), root.GetProperty("Execution Time").GetDouble(), text);
    }

    /// <summary>The statement's values as SQL writes them, in brackets, up to the last that its text names.</summary>
    private static async Task<string> LiteralsAsync(NpgsqlConnection connection, NpgsqlBatchCommand statement)
    {
        var count = statement.Parameters.Count;
        while (count > 0 && !statement.CommandText.Contains($"${count}", StringComparison.Ordinal))
        {
            count--;
        }

        if (count == 0)
        {
            return "";
        }

        var literals = Enumerable.Range(1, count).Select(place => $"quote_nullable(${place}::text)");
        var text = $"select concat_ws(', ', {string.Join(", ", literals)})";
        await using var command = new NpgsqlCommand(text, connection);
        foreach (NpgsqlParameter parameter in statement.Parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }

        return $"({await command.ExecuteScalarAsync()})";
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var below)
        ? below.EnumerateArray().SelectMany(Nodes).Append(node)
        : [node];

    private static bool IsOfRuns(JsonElement node) =>
        (node.TryGetProperty("Relation Name", out var table) && table.GetString() == "workflow_runs")
        || node.GetProperty("Node Type").GetString() == "Bitmap Index Scan";

    private static string IndexOf(JsonElement node) =>
        node.TryGetProperty("Index Name", out var index) ? index.GetString()!
        : node.GetProperty("Node Type").GetString() == "Bitmap Heap Scan" ? "bitmap" : "all";

    private static double RowsOf(JsonElement node)
    {
        var perLoop = node.GetProperty("Actual Rows").GetDouble()
            + (node.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0);
        return perLoop * node.GetProperty("Actual Loops").GetDouble();
    }
}
