using Npgsql;
using Workflow.Database.Definitions;
using Workflow.Database.Queries;
using Workflow.Database.Queries.Lists;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Feed;

/// <summary>Reads runs as they are now, each as the event of its last change without the steps.</summary>
public sealed class PictureQueries(NpgsqlDataSource dataSource, RunLists lists, WorkflowNames names)
{
    private const string Columns = """
        r.run_id, r.owner_id, r.workflow_id, r.total_steps, r.status, r.revision,
        coalesce(r.completed_at, r.started_at, r.created_at), n.steps, n.ended, coalesce(o.step_id, l.step_id)
        """;

    private const string Some = $"""
        select {Columns} from workflow_runs r {ProgressQueries.Joins} where r.run_id = any($1)
        """;

    private const string Newest = $"""
        select {Columns}
          from (select * from workflow_runs order by run_id desc limit $3) r {ProgressQueries.Joins}
         where ($1::uuid is null or r.workflow_id = $1) and ($2::text[] is null or r.status = any($2))
         order by r.run_id desc limit $4
        """;

    /// <summary>Those of the runs that exist.</summary>
    public async Task<List<RunEvent>> FindAsync(IReadOnlyList<Guid> runIds, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Some).Add(runIds.ToArray());
        return await ReadAsync(command, ct);
    }

    /// <summary>The newest runs first.</summary>
    /// <param name="sees">Owner of the runs; null for everybody's.</param>
    /// <param name="statuses">Lower case; null for all.</param>
    /// <param name="scan">How many of the newest are looked through, so that the cost does not grow with the
    /// table.</param>
    public async Task<List<RunEvent>> NewestAsync(
        string? sees, Guid? workflowId, IReadOnlyList<string>? statuses, int scan, int limit, CancellationToken ct)
    {
        var asked = statuses?.Select(StatusText.ParseRun).ToArray();
        if (sees is not null)
        {
            return await NewestOfOwnerAsync(sees, workflowId, asked, scan, limit, ct);
        }

        await using var command = dataSource.CreateCommand(Newest)
            .Add(workflowId).Add(asked?.Select(status => status.ToSql()).ToArray()).Add(scan).Add(limit);
        return await ReadAsync(command, ct);
    }

    private async Task<List<RunEvent>> NewestOfOwnerAsync(
        string ownerId, Guid? workflowId, RunStatus[]? statuses, int scan, int limit, CancellationToken ct)
    {
        var filter = new RunFilter { OwnerId = ownerId };
        if (statuses is not null)
        {
            filter = filter with { Statuses = statuses };
        }

        if (workflowId is { } id)
        {
            var name = await names.NameOfAsync(id, ct);
            filter = filter with { WorkflowIds = [id], Names = name is null ? [] : [name] };
        }

        var list = await lists.ReadAsync(
            filter, new ListOrder(ListSort.Created, IsAscending: false), new ListPart(limit, 0, null),
            new ListLimits(scan, CountMax: 0, PayloadBytesMax: 0), ct);
        var places = (list.Page?.Runs ?? []).Select((run, place) => (run.RunId, place))
            .ToDictionary(one => one.RunId, one => one.place);
        var pictures = await FindAsync([.. places.Keys], ct);
        return [.. pictures.OrderBy(picture => places[picture.RunId])];
    }

    private static async Task<List<RunEvent>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var pictures = new List<RunEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var status = StatusText.ParseRun(reader.GetString(4));
            pictures.Add(new RunEvent(
                reader.GetGuid(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetGuid(2),
                reader.GetInt64(5), RunChange.Of(status, isStart: false), status.ToJson(),
                RunProgress.Of(
                    status, reader.GetInt32(3), reader.GetInt32(7), reader.GetInt32(8), reader.TextOrNull(9)),
                null, reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return pictures;
    }
}
