using Npgsql;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>The statement that makes a child run.</summary>
[Collection(OwnerCollection.Name)]
public sealed class ChildEntryTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private const int LevelsMax = 3;

    private static readonly ChildFacts Entered = new(true, true, true);

    [Theory]
    [InlineData("latest", "1.1.0")]
    [InlineData("1.0.0", "1.0.0")]
    public async Task R1_Enter_WhenItIsAskedForTwice_MakesOneRunOfThatVersion(string asked, string version)
    {
        await DefineAsync("local");
        var child = New(await InsertRunAsync("RUNNING"), asked);

        Assert.Equal(Entered, await EnterAsync(child));
        Assert.Equal(Entered, await EnterAsync(child with { Input = RawJson.FromText("2") }));

        Assert.Equal($"{child.TaskId}|{version}|other|local|5|1|1|PENDING", await ScalarAsync<string>(
            "select string_agg(concat_ws('|', parent_task_id, workflow_version, workflow_name, owner_id, shard, " +
            "nesting, input_data, status), ',') from workflow_runs where parent_run_id is not null"));
    }

    [Fact]
    public async Task R4_Enter_WhenTheShardWasTakenOver_MakesNothing()
    {
        await DefineAsync("local");
        var child = New(await InsertRunAsync("RUNNING"));
        await Shards.TakeAsync(Shard, "second", CancellationToken.None);

        Assert.False((await EnterAsync(child)).IsParentOurs);

        Assert.Equal(0, await ChildrenAsync());
    }

    [Fact]
    public async Task R6_Enter_WhenTheParentIsBeingCancelledMeanwhile_WaitsAndMakesNothing()
    {
        await DefineAsync("local");
        var parent = await InsertRunAsync("RUNNING");
        await using var cancelling = await Data.OpenConnectionAsync();
        await using var transaction = await cancelling.BeginTransactionAsync();
        await using (var cancel = new NpgsqlCommand(
            $"update workflow_runs set status = 'CANCELLED' where run_id = '{parent}'", cancelling, transaction))
        {
            await cancel.ExecuteNonQueryAsync();
        }

        var entering = EnterAsync(New(parent));
        await UntilBlockedAsync(cancelling.ProcessID);
        await transaction.CommitAsync();

        Assert.False((await entering).IsParentOurs);
        Assert.Equal(0, await ChildrenAsync());
    }

    [Fact]
    public async Task R9_Enter_WhenTheParentIsNestedAsDeepAsAllowed_MakesNothingAndSaysSo()
    {
        await DefineAsync("local");
        var parent = await InsertRunAsync("RUNNING");
        await ExecuteAsync($"update workflow_runs set nesting = {LevelsMax}");

        Assert.Equal(Entered with { IsNestable = false }, await EnterAsync(New(parent)));

        Assert.Equal(0, await ChildrenAsync());
    }

    [Theory]
    [InlineData("local", "9.0.0")]
    [InlineData("somebody", "1.0.0")]
    [InlineData("somebody", "latest")]
    public async Task R10_Enter_WhenTheWorkflowIsUnknownOrSomebodyElses_MakesNothingAndSaysSo(
        string owner, string version)
    {
        await DefineAsync(owner);
        var parent = await InsertRunAsync("RUNNING");

        Assert.Equal(Entered with { IsWorkflowKnown = false }, await EnterAsync(New(parent, version)));

        Assert.Equal(0, await ChildrenAsync());
    }

    [Fact]
    public async Task Enter_WhenTheWorkflowHasGoneSinceTheFirstTime_IsStillThatChild()
    {
        await DefineAsync("local");
        var child = New(await InsertRunAsync("RUNNING"));
        await EnterAsync(child);
        await ExecuteAsync("delete from workflow_definitions");

        Assert.Equal(Entered, await EnterAsync(child));
    }

    [Fact]
    public async Task Enter_WhenAnAdminRunsSomebodysDefinition_FindsTheWorkflowsOfItsOwner()
    {
        var definition = await DefineAsync("author");
        var parent = await InsertRunAsync("RUNNING");
        await ExecuteAsync($"update workflow_runs set workflow_id = '{definition}', owner_id = 'admin'");

        Assert.Equal(Entered, await EnterAsync(New(parent)));

        Assert.Equal("admin", await ScalarAsync<string>(
            "select owner_id from workflow_runs where parent_run_id is not null"));
    }

    private NewChildRun New(Guid parent, string version = "latest") => new(
        Guid.CreateVersion7(), 5, parent, Claim, Guid.NewGuid(), new WorkflowReference("tests", "other", version),
        RawJson.FromText("1"));

    private Task<ChildFacts> EnterAsync(NewChildRun child) =>
        new EnterChildRun(Data).RunAsync(child, LevelsMax, CancellationToken.None);

    private Task<long> ChildrenAsync() =>
        ScalarAsync<long>("select count(*) from workflow_runs where parent_run_id is not null");

    private async Task<Guid> DefineAsync(string owner)
    {
        var id = Guid.NewGuid();
        await ExecuteAsync($$"""
            insert into workflow_definitions (id, owner_id, namespace, name, latest_version)
            values ('{{id}}', '{{owner}}', 'tests', 'other', '1.1.0');
            insert into workflow_versions (workflow_id, version, document, task_count)
            values ('{{id}}', '1.0.0', '{}', 2), ('{{id}}', '1.1.0', '{}', 3);
            """);
        return id;
    }
}
