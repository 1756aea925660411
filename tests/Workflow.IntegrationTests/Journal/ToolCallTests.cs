using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Reports;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>Tool calls that agents report, beside the commits of the run's owner.</summary>
[Collection(OwnerCollection.Name)]
public sealed class ToolCallTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private static readonly StepKey Asking = new("/do/0/ask", "0", 1);

    [Fact]
    public async Task R3_ToolCall_WhenReportedAgainAndDifferently_StaysAsItEnded()
    {
        var attempt = await AskAsync();

        var changes = new[]
        {
            await KeepAsync(attempt, Call("a", "started")),
            await KeepAsync(attempt, Call("a", "started")),
            await KeepAsync(attempt, Call("a", "completed", "1")),
            await KeepAsync(attempt, Call("a", "completed", "2"), Call("a", "started")),
            await KeepAsync(attempt, Call("b", "failed")),
        };

        Assert.Equal([1, 0, 1, 0, 1], changes);
        Assert.Equal("a COMPLETED 1 2 3, b FAILED 4 4", await ToolsAsync());
    }

    [Fact]
    public async Task R4_Commit_WhenToolCallsWereReportedMeanwhile_GoesThroughAndEndsThoseThatAreOpen()
    {
        var attempt = await AskAsync();
        await KeepAsync(attempt, Call("a", "started"), Call("b", "completed", "1"));

        Assert.Equal(CommitOutcome.Committed, await FlushAsync(EndOf(attempt)));
        Assert.Equal(0, await KeepAsync(attempt, Call("a", "completed", "1"), Call("c", "started")));

        Assert.Equal("a CANCELLED 2 3, b COMPLETED 1 2 2", await ToolsAsync());
        var loaded = Assert.Single(await new RunLoader(Data).LoadAsync([attempt.RunId], CancellationToken.None));
        Assert.Equal([Asking], loaded.Steps.Select(step => step.Key));
    }

    [Fact]
    public async Task Commit_WhenItWaitsForAToolCallToBeWritten_EndsThatOneToo()
    {
        var attempt = await AskAsync();
        await using var other = await Data.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await ExecuteAsync(other, $"select 1 from workflow_runs where run_id = '{attempt.RunId}' for no key update");

        var flush = FlushAsync(EndOf(attempt));
        await UntilBlockedAsync(other.ProcessID);
        await ExecuteAsync(other, $"""
            insert into step_executions (run_id, step_path, step_id, step_type, tool_name, parent_task_id, status,
                                         started_at, began_revision)
            values ('{attempt.RunId}', '/do/0/ask/tool_calls/a', 'a', 'tool_call', 'a', '{attempt.TaskId}', 'RUNNING',
                    now(), 2);
            update step_executions set has_tool_calls = true where task_id = '{attempt.TaskId}';
            update workflow_runs set revision = revision + 1, outside_revisions = outside_revisions + 1;
            """);
        await transaction.CommitAsync();

        Assert.Equal(CommitOutcome.Committed, await flush);
        Assert.Equal("a CANCELLED 2 3", await ToolsAsync());
    }

    [Fact]
    public async Task R9_ToolCalls_WhenTooMany_AreCounted()
    {
        var attempt = await AskAsync();

        await KeepAsync(attempt, Call("a", "started"), Call("b", "started"), Call("c", "started"));
        await KeepAsync(attempt, Call("d", "completed", "1"), Call("b", "completed", "1"));

        Assert.Equal("a RUNNING 2, b COMPLETED 1 2 3", await ToolsAsync());
        Assert.Equal(2, await ScalarAsync<long>("select tool_calls_dropped from agent_reports"));
    }

    [Fact]
    public async Task ToolCall_WhenTheClockOfItsAgentIsWrong_IsWithinItsStep()
    {
        var attempt = await AskAsync();

        await KeepAsync(attempt, Call("a", "completed") with
        {
            StartedAt = Now.AddHours(-2), EndedAt = TimeProvider.System.GetUtcNow().AddHours(2),
        });

        Assert.True(await ScalarAsync<bool>("""
            select t.started_at = p.started_at and t.completed_at <= now()
              from step_executions t join step_executions p on p.task_id = t.parent_task_id
            """));
    }

    private async Task<Attempt> AskAsync()
    {
        var attempt = new Attempt(await InsertRunAsync(), Guid.NewGuid(), Asking, "ask", "Talker");
        Assert.Equal(CommitOutcome.Committed, await FlushAsync(Start(attempt.RunId, StepOf(attempt))));
        return attempt;
    }

    private static StepRecord StepOf(Attempt attempt) => Step(Asking.Path, StepStatus.Running) with
    {
        StepType = StepType.AgentExecution, TaskId = attempt.TaskId, AgentName = attempt.AgentName,
    };

    private RunCommit EndOf(Attempt attempt) => End(Start(attempt.RunId), StepOf(attempt) with
    {
        Status = StepStatus.Completed, CompletedAt = Now.AddSeconds(1),
    });

    private static ReportedToolCall Call(string id, string status, string? output = null) => new(
        id, id, status, default, output is null ? default : RawJson.FromText(output), status == "failed" ? "no" : null,
        status == "started" ? Now : null, status == "started" ? null : Now.AddSeconds(1), []);

    /// <returns>How many runs changed.</returns>
    private async Task<int> KeepAsync(Attempt attempt, params ReportedToolCall[] calls)
    {
        var reports = new ReportBuffer(10, 1_000, 10);
        foreach (var call in calls)
        {
            reports.Add(new AgentReport(null, [], call));
        }

        return (await new KeepToolCalls(Data, callsMax: 2).RunAsync(
            [new AttemptReports(attempt, reports)], CancellationToken.None)).Count;
    }

    private Task<string> ToolsAsync() => ScalarAsync<string>("""
        select string_agg(concat_ws(' ', tool_name, status, output_data, began_revision, ended_revision), ', '
                          order by tool_name)
          from step_executions where step_type = 'tool_call'
        """);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
