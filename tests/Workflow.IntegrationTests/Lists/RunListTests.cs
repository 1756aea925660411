using Npgsql;
using Workflow.Database.Queries.Lists;
using Workflow.Database.Schema;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Lists;

/// <summary>Every list against a plain search through the rows.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class RunListTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Rows = 900;
    private static readonly ListLimits Limits = new(RowsMax: 1_000, CountMax: 1_000, PayloadBytesMax: 0);
    private NpgsqlDataSource _database = null!;
    private List<Row> _rows = null!;

    private sealed record Row(
        Guid Id, string Owner, string Type, RunStatus Status, string Name, Guid? Workflow, string? Key, string Labels,
        string? Error, string? Output, DateTimeOffset Created, DateTimeOffset? Started, DateTimeOffset? Completed);

    public async Task InitializeAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        _database = NpgsqlDataSource.Create(Connections.ForReads(settings));
        await ListRows.FillAsync(_database, Rows);
        await ExecuteAsync("""
            update workflow_runs set created_at = date_trunc('minute', created_at), labels = '{"env": "prod"}'
             where shard in (3, 4, 5);
            update workflow_runs set started_at = null where status = 'CANCELLED';
            """);
        _rows = await ReadAsync();
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public static TheoryData<string> Filters() => [.. Conditions.Keys];

    private static readonly Dictionary<string, (RunFilter Filter, Func<Row, bool> Holds)> Conditions = new()
    {
        ["all of everybody"] = (new RunFilter(), _ => true),
        ["one owner"] = (new RunFilter { OwnerId = "user-2" }, row => row.Owner == "user-2"),
        ["status"] = (
            new RunFilter { OwnerId = "user-3", Statuses = [RunStatus.Running, RunStatus.Failed] },
            row => row is { Owner: "user-3", Status: RunStatus.Running or RunStatus.Failed }),
        ["type"] = (new RunFilter { Types = [RunType.Agent] }, row => row.Type == "agent"),
        ["names"] = (
            new RunFilter { OwnerId = "user-1", Names = ["workflow-1", "workflow-6"] },
            row => row is { Owner: "user-1", Name: "workflow-1" or "workflow-6" }),
        ["workflow"] = (
            new RunFilter { Names = ["workflow-7"], WorkflowIds = [WorkflowOf(7)] },
            row => row.Workflow == WorkflowOf(7)),
        ["business key"] = (
            new RunFilter { OwnerId = "user-1", BusinessKey = "order-8" },
            row => row is { Owner: "user-1", Key: "order-8" }),
        ["label"] = (
            new RunFilter { Labels = RawJson.FromText("""{"env": "prod"}""") },
            row => row.Labels.Contains("prod", StringComparison.Ordinal)),
        ["error"] = (
            new RunFilter { OwnerId = "user-0", ErrorContains = "ANSWER 1" },
            row => row.Owner == "user-0" && row.Error?.Contains("answer 1", StringComparison.Ordinal) == true),
        ["output"] = (
            new RunFilter { OutputContains = "\"SUM\" : 2" },
            row => row.Output?.Contains("\"sum\" : 2", StringComparison.Ordinal) == true),
        ["duration"] = (
            new RunFilter { DurationMin = TimeSpan.FromSeconds(50), DurationMax = TimeSpan.FromSeconds(60) },
            row => row.Completed - row.Started is { TotalSeconds: >= 50 and <= 60 }),
        ["nothing"] = (new RunFilter { OwnerId = "nobody" }, _ => false),
        ["nothing possible"] = (
            new RunFilter { Statuses = [RunStatus.Pending], DurationMin = TimeSpan.Zero }, _ => false),
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task List_WhateverIsAsked_IsWhatASearchThroughAllRowsFinds(string name)
    {
        var (filter, holds) = Conditions[name];
        foreach (var order in Orders())
        {
            var expected = Sorted(_rows.Where(holds), order);
            Assert.Equal(expected, await AllAsync(filter, order, limit: 37, Limits));
            // Slices that are given up after a few rows are carried on by the cursor.
            Assert.Equal(expected, await AllAsync(filter, order, limit: 5, Limits with { RowsMax = 11 }));
        }
    }

    [Fact]
    public async Task List_WhenTimesAreGiven_TakesTheFirstMomentAndNotTheLast()
    {
        var (from, to) = (_rows[300].Created, _rows[600].Created);
        var range = new TimeRange(from, to);
        foreach (var order in Orders())
        {
            Assert.Equal(
                Sorted(_rows.Where(row => row.Created >= from && row.Created < to), order),
                await AllAsync(new RunFilter { Created = range }, order, 50, Limits));
            Assert.Equal(
                Sorted(_rows.Where(row => row.Started >= from && row.Started < to), order),
                await AllAsync(new RunFilter { Started = range }, order, 50, Limits));
            Assert.Equal(
                Sorted(_rows.Where(row => row.Completed >= from && row.Completed < to), order),
                await AllAsync(new RunFilter { Completed = range }, order, 50, Limits));
        }
    }

    [Fact]
    public async Task List_WhenAnOffsetIsGiven_LeavesSoManyOut()
    {
        foreach (var order in Orders())
        {
            foreach (var filter in new[] { new RunFilter(), new RunFilter { Labels = RawJson.FromText("{}") } })
            {
                var page = await PageAsync(filter, order, new ListPart(20, 130, null), Limits);
                Assert.Equal(
                    Sorted(_rows, order).Skip(130).Take(20), page.Runs.Select(run => run.RunId));
            }
        }
    }

    [Fact]
    public async Task R9_Total_WhenThereAreMoreThanAreCounted_SaysThatItIsAnEstimate()
    {
        var order = new ListOrder(ListSort.Created, false);
        Assert.Equal(
            new ListTotal(Rows, false),
            (await PageAsync(new RunFilter(), order, new ListPart(1, 0, null), Limits)).Total);
        Assert.Equal(new ListTotal(100, true), (await PageAsync(
            new RunFilter(), order, new ListPart(1, 0, null), Limits with { CountMax = 100 })).Total);
        Assert.Equal(new ListTotal(171, true), (await PageAsync(
            new RunFilter(), order, new ListPart(20, 150, null), Limits with { CountMax = 100 })).Total);
        var labelled = new RunFilter { Labels = RawJson.FromText("""{"env": "prod"}""") };
        Assert.Equal(
            new ListTotal(21, true), (await PageAsync(labelled, order, new ListPart(20, 0, null), Limits)).Total);
    }

    [Fact]
    public async Task R9_List_WhenItSpansTooManyOwners_SaysSo()
    {
        await ExecuteAsync("update workflow_runs set owner_id = 'user-' || run_id");
        await ExecuteAsync("""
            insert into workflow_runs (run_id, workflow_name, owner_id, shard)
            select gen_random_uuid(), 'x', 'more-' || n, 0 from generate_series(1, 200) as n
            """);
        var outcome = await new RunLists(_database).ReadAsync(
            new RunFilter(), new ListOrder(ListSort.Created, false), new ListPart(1, 0, null), Limits, default);
        Assert.Null(outcome.Page);
    }

    [Fact]
    public async Task List_WhenPayloadsAreAskedFor_LeavesLargeOnesOut()
    {
        await ExecuteAsync($"""
            update workflow_runs set input_data = json_build_object('text', repeat('x', 100000)), output_data = null
             where run_id = '{_rows[0].Id}'
            """);
        var page = await PageAsync(
            new RunFilter { OwnerId = _rows[0].Owner, Created = new TimeRange(null, _rows[0].Created.AddMinutes(2)) },
            new ListOrder(ListSort.Created, false), new ListPart(100, 0, null),
            Limits with { PayloadBytesMax = 50_000 });
        var large = Assert.Single(page.Runs, run => run.Payloads!.IsInputLeftOut);
        Assert.Equal((_rows[0].Id, true, true, false), (
            large.RunId, large.Payloads!.Input.IsEmpty, large.Payloads.Output.IsEmpty, large.Payloads.IsOutputLeftOut));
        Assert.All(page.Runs.Except([large]), run => Assert.False(run.Payloads!.Input.IsEmpty));
    }

    private static Guid WorkflowOf(int number) => Guid.Parse($"00000000-0000-7000-8000-{number:D12}");

    private static IEnumerable<ListOrder> Orders() =>
        from sort in Enum.GetValues<ListSort>() from up in new[] { false, true } select new ListOrder(sort, up);

    private static List<Guid> Sorted(IEnumerable<Row> rows, ListOrder order)
    {
        var keyed = rows.Select(row => (Key: order.Sort switch
        {
            ListSort.Created => (0, row.Created, row.Id.ToString()),
            ListSort.Started => (0, row.Started ?? row.Created, row.Id.ToString()),
            _ => row.Completed is { } end ? (0, end, row.Id.ToString()) : (1, row.Created, row.Id.ToString()),
        }, row.Id));
        var sorted = keyed.OrderBy(one => one.Key.Item1).ThenBy(one => one.Key.Item2)
            .ThenBy(one => one.Key.Item3, StringComparer.Ordinal).Select(one => one.Id).ToList();
        if (!order.IsAscending)
        {
            sorted.Reverse();
        }

        return sorted;
    }

    private async Task<RunPage> PageAsync(RunFilter filter, ListOrder order, ListPart part, ListLimits limits) =>
        (await new RunLists(_database).ReadAsync(filter, order, part, limits, default)).Page!;

    /// <summary>All pages of a list, one after the other.</summary>
    private async Task<List<Guid>> AllAsync(RunFilter filter, ListOrder order, int limit, ListLimits limits)
    {
        var all = new List<Guid>();
        ListPlace? after = null;
        do
        {
            var page = await PageAsync(filter, order, new ListPart(limit, 0, after), limits);
            Assert.True(page.Runs.Count <= limit && (page.Runs.Count == limit || page.IsCut || page.Next is null));
            all.AddRange(page.Runs.Select(run => run.RunId));
            after = page.Next;
        }
        while (after is not null);

        return all;
    }

    private async Task<List<Row>> ReadAsync()
    {
        await using var command = _database.CreateCommand("""
            select run_id, owner_id, type, status, workflow_name, workflow_id, business_key, labels::text,
                   error_message, output_data::text, created_at, started_at, completed_at
              from workflow_runs order by created_at, run_id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
        {
            T? Or<T>(int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);
            rows.Add(new Row(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), StatusText.ParseRun(reader.GetString(3)),
                reader.GetString(4), Or<Guid?>(5), Or<string>(6), reader.GetString(7), Or<string>(8), Or<string>(9),
                reader.GetFieldValue<DateTimeOffset>(10), Or<DateTimeOffset?>(11), Or<DateTimeOffset?>(12)));
        }

        return rows;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
