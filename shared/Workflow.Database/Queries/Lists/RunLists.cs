using Npgsql;
using Workflow.Database.Schema;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries.Lists;

/// <summary>Reads lists of runs. What a page costs depends on what it shows, not on how many runs there are.</summary>
/// <param name="reads">As <see cref="Connections.ForReads"/> describes it.</param>
public sealed class RunLists(NpgsqlDataSource reads)
{
    public async Task<ListOutcome> ReadAsync(
        RunFilter filter, ListOrder order, ListPart part, ListLimits limits, CancellationToken ct)
    {
        await using var connection = await reads.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexOrder.Settings());
        batch.BatchCommands.Add(ListStatements.Page(filter, order, part, limits, out var isRest));
        batch.BatchCommands.Add(ListStatements.Count(filter, order, limits));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var page = await PageAsync(reader, part, skipped: isRest ? 0 : part.Offset, limits.PayloadBytesMax > 0, ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        if (reader.GetInt64(1) > ListLimits.OwnersMax || reader.GetInt64(2) > ListLimits.OpenSlicesMax)
        {
            return new ListOutcome(null);
        }

        var counted = reader.GetInt64(0);
        var total = isRest || counted > limits.CountMax
            ? Least(page, part, isRest ? 0 : limits.CountMax)
            : new ListTotal((int)counted, IsEstimate: false);
        return new ListOutcome(page with { Total = total });
    }

    /// <summary>What the page itself tells of the whole, and what was counted.</summary>
    private static ListTotal Least(RunPage page, ListPart part, int counted)
    {
        var shown = part.Offset + page.Runs.Count;
        return new ListTotal(
            Math.Max(counted, page.Next is null ? shown : shown + 1),
            IsEstimate: counted > 0 || page.Next is not null || part.After is not null);
    }

    private static async Task<RunPage> PageAsync(
        NpgsqlDataReader reader, ListPart part, int skipped, bool hasPayloads, CancellationToken ct)
    {
        var runs = new List<ListedRun>();
        ListPlace last = default;
        while (await reader.ReadAsync(ct))
        {
            var place = new ListPlace(
                reader.GetBoolean(1), reader.GetFieldValue<DateTimeOffset>(0), reader.GetGuid(4));
            if (reader.GetBoolean(2) && skipped++ >= part.Offset)
            {
                if (runs.Count == part.Limit)
                {
                    return new RunPage(runs, default, last, IsCut: false);
                }

                runs.Add(Run(reader, hasPayloads));
                last = place;
            }

            if (reader.GetBoolean(3))
            {
                return new RunPage(runs, default, place, IsCut: true);
            }
        }

        return new RunPage(runs, default, null, IsCut: false);
    }

    private static ListedRun Run(NpgsqlDataReader reader, bool hasPayloads) => new(
        reader.GetGuid(4), reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetGuid(6), reader.GetString(7),
        reader.TextOrNull(8), reader.GetString(9), StatusText.ParseRun(reader.GetString(10)),
        RawJson.FromText(reader.GetString(11)), reader.TextOrNull(12), reader.GetInt16(13), reader.TextOrNull(14),
        reader.GetFieldValue<DateTimeOffset>(15), reader.TimeOrNull(16), reader.TimeOrNull(17),
        hasPayloads
            ? new RunPayloads(
                reader.JsonOrEmpty(18), reader.JsonOrEmpty(20), !reader.GetBoolean(19), !reader.GetBoolean(21))
            : null);
}
