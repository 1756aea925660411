using System.Globalization;
using System.Text;
using Npgsql;
using Workflow.Database.Queries.Lists;
using Workflow.Database.Schema;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Lists;

/// <summary>What lists cost does not grow with the table. <c>WORKFLOW_LIST_ROWS</c> fills it with more rows, and
/// <c>WORKFLOW_LIST_REPORT</c> names a file to write what was measured to.</summary>
[Collection(OwnerCollection.Name)]
public sealed class ListPlanTests(PostgresFixture postgres)
{
    private const int RowsMax = 10_000;
    private const int CountMax = 1_000;

    [Fact]
    public async Task R9_Lists_WhenTheTableIsLarge_ReadFewRowsOfFewIndexes()
    {
        var rows = int.Parse(
            Environment.GetEnvironmentVariable("WORKFLOW_LIST_ROWS") ?? "200000", CultureInfo.InvariantCulture);
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await ListRows.FillAsync(database, rows);
        await using var clock = database.CreateCommand("select max(created_at) from workflow_runs");
        var now = new DateTimeOffset((DateTime)(await clock.ExecuteScalarAsync())!);
        var report = new StringBuilder();
        foreach (var shape in ListShape.All(now))
        {
            var limits = new ListLimits(RowsMax, CountMax, PayloadBytesMax: 0);
            var page = ListStatements.Page(shape.Filter, shape.Order, shape.Part(now), limits, out var isWalked);
            var count = ListStatements.Count(shape.Filter, shape.Order, limits);
            await ListPlan.OfAsync(database, page);
            var plan = await ListPlan.OfAsync(database, page);
            var counted = await ListPlan.OfAsync(database, count);

            Assert.Equal(shape.IsWalked, isWalked);
            foreach (var index in plan.Indexes.Concat(counted.Indexes))
            {
                Assert.True(
                    index.StartsWith("workflow_runs_", StringComparison.Ordinal),
                    $"{shape} reads by {index}: {plan.Text} {counted.Text}");
            }

            // What was passed over within an index shows in the blocks.
            Assert.True(shape.IsWalked || plan.Blocks <= 4_000 + (2 * shape.Offset), $"{shape} touches {plan.Blocks}");

            // A page looks at a few rows of each slice; a walk, and a count, end at their limit.
            var most = shape.IsWalked ? 4 * RowsMax : 12_000 + (10 * shape.Offset);
            Assert.True(plan.Rows <= most, $"{shape.Name} looks at {plan.Rows} rows");
            Assert.True(counted.Rows <= CountMax + 1_000, $"{shape.Name} counts {counted.Rows} rows");
            var indexes = string.Join(", ", plan.Indexes.Except(["workflow_runs_pkey"]));
            var times = string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.PlanningMs:0.0}|{plan.ExecutionMs:0.0}|{counted.PlanningMs + counted.ExecutionMs:0.0}");
            report.AppendLine($"{shape}|{plan.Rows}|{plan.Blocks}|{times}|{indexes}");
        }

        if (Environment.GetEnvironmentVariable("WORKFLOW_LIST_REPORT") is { Length: > 0 } path)
        {
            await File.WriteAllTextAsync(path, report.ToString());
        }
    }

    [Theory]
    [InlineData(ListSort.Created)]
    [InlineData(ListSort.Started)]
    [InlineData(ListSort.Completed)]
    public async Task R9_Lists_WhenAllRunsAreAlike_PassOverNone(ListSort sort)
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await ListRows.FillAlikeAsync(database, 30_000);
        var (filter, order) = (new RunFilter(), new ListOrder(sort, IsAscending: false));
        var limits = new ListLimits(RowsMax, CountMax, PayloadBytesMax: 0);

        var page = await ListPlan.OfAsync(
            database, ListStatements.Page(filter, order, new ListPart(20, 0, null), limits, out _));
        var count = await ListPlan.OfAsync(database, ListStatements.Count(filter, order, limits));

        Assert.True(page.Blocks <= 150, $"The page touches {page.Blocks} blocks: {page.Text}");
        Assert.True(count.Blocks <= 150, $"The count touches {count.Blocks} blocks: {count.Text}");
    }

    [Fact]
    public async Task R9_Lists_WhenOneIsAskedForAgain_KeepItsPlan()
    {
        var settings = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        await using var database = NpgsqlDataSource.Create(Connections.ForReads(settings));
        var (lists, order) = (new RunLists(database), new ListOrder(ListSort.Created, IsAscending: false));

        for (var time = 1; time <= 4; time++)
        {
            await lists.ReadAsync(
                new RunFilter(), order, new ListPart(20, 0, null), new ListLimits(RowsMax, CountMax, 0), default);
        }

        await using var kept = database.CreateCommand("""
            select count(*) filter (where generic_plans > 0), sum(custom_plans)::bigint from pg_prepared_statements
             where statement like 'with recursive%'
            """);
        await using var plans = await kept.ExecuteReaderAsync();
        await plans.ReadAsync();
        Assert.Equal((2L, 0L), (plans.GetInt64(0), plans.GetInt64(1)));
    }
}
