using System.Globalization;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>run: shell</c> on a whole platform whose operator allows it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ProcessTaskTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R3_R5_Shell_WhenItsConsumerIsKilled_DiesWithItAndRunsAgainUnderTheSameTaskId()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_PROCESSES_ALLOWED", "shell, script")]);
        await using var server = await ToolServer.StartAsync();
        server.OnText("/s.js", "console.log('fetched ' + process.argv[2])", "text/javascript");
        var script = await platform.RunTaskAsync(
            $"{{ run: {{ script: {{ language: js, source: {{ endpoint: '{server.Url}/s.js' }}, "
            + "arguments: [ a ] } } }");
        Assert.Null(script.Detail);
        Assert.Equal(("script js", "fetched a\n"), (script.Tool, script.Output.GetString()));
        var step = await platform.RunTaskAsync(
            "{ run: { shell: { command: 'cat; echo $1', stdin: '${ .text }', arguments: [ a ] }, return: all } }",
            new { text = "hello " });
        Assert.Null(step.Detail);
        Assert.Equal(("tool_call", "shell"), (step.Type, step.Tool));
        Assert.Equal("""{"code":0,"stdout":"hello a\n","stderr":""}""", step.Output.GetRawText());

        var folder = Directory.CreateTempSubdirectory("workflow-fifo").FullName;
        var fifo = Path.Combine(folder, "fifo");
        await System.Diagnostics.Process.Start("mkfifo", fifo).WaitForExitAsync();
        var left = await platform.RunTaskAsync(
            $"{{ run: {{ shell: {{ command: 'echo $$ > $FIFO', environment: {{ FIFO: '{fifo}' }} }}, "
            + "await: false } }",
            new { text = "hello" });
        Assert.Equal((null, """{"text":"hello"}"""), (left.Detail, left.Output.GetRawText()));
        var process = int.Parse(await File.ReadAllTextAsync(fifo), CultureInfo.InvariantCulture);
        Assert.True(await ProcessTests.IsGoneAsync(process));

        var run = await platform.StartTaskAsync(
            "{ run: { shell: { command: 'echo $$ $WORKFLOW_TASK_ID > $FIFO; sleep 1000', " +
            $"environment: {{ FIFO: '{fifo}' }} }} }} }}");
        var first = (await File.ReadAllTextAsync(fifo)).Split();
        Assert.Equal(1, await platform.ScalarAsync<long>(
            $"select count(*) from step_executions where run_id = '{run}' and status = 'RUNNING' "
            + $"and task_id = '{first[1]}'"));

        await platform.Consumers[0].KillAsync();
        Assert.True(await ProcessTests.IsGoneAsync(int.Parse(first[0], CultureInfo.InvariantCulture)));
        platform.StartConsumer();
        var second = (await File.ReadAllTextAsync(fifo)).Split();
        Assert.Equal(first[1], second[1]);

        using var cancelled = await platform.Http.PostAsync($"/api/v1/executions/{run}/cancel", null);
        Assert.True(cancelled.IsSuccessStatusCode);
        Assert.True(await ProcessTests.IsGoneAsync(int.Parse(second[0], CultureInfo.InvariantCulture)));
        Directory.Delete(folder, recursive: true);
    }
}
