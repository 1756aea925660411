using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Moving;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Whether an open run can go on under another definition.</summary>
public sealed class FitCheckTests
{
    private const string Before = """
        do:
          - prepare: { set: { n: 3 } }
          - first: { call: Echo }
          - each:
              for: { each: item, in: '${ [range(.n // 2)] }' }
              do:
                - inner: { call: Echo }
          - last: { call: Slow }
        """;

    [Theory]
    [InlineData("- last: { call: Slow }", "- last: { call: Slow }\n  - more: { call: Echo }", null)]
    [InlineData("- last: { call: Slow }", "- last: { call: Slow, timeout: { after: PT1H } }", null)]
    [InlineData("set: { n: 3 }", "set: { n: 4, m: 1 }", null)]
    [InlineData("  - last: { call: Slow }", "  - between: { set: { n: 1 } }\n  - last: { call: Slow }", "/do/3/last")]
    [InlineData("- last: { call: Slow }", "- last: { call: Other }", "/do/3/last")]
    [InlineData("- last: { call: Slow }", "- wait: { wait: PT1S }", "/do/3/last")]
    [InlineData("- first: { call: Echo }", "- first: { set: { n: 3 } }", "/do/1/first")]
    [InlineData("- first: { call: Echo }", "- first: { call: Echo, then: end }", null)]
    [InlineData("- prepare: { set: { n: 3 } }", "- asks: { call: Echo }", "/do/0/prepare")]
    public async Task Check_WhenTheDefinitionChanges_NamesTheStepThatDoesNotFit(
        string old, string changed, string? unfit)
    {
        await using var engine = new Engine();
        engine.Agents["Echo"] = task => engine.Completed(task, """{"n": 3}""");
        await RunUntilSlowAsync(engine, Before);

        var after = Before.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(Before, after);
        Assert.Equal(unfit, Check(engine, after)?.Step.Path);
    }

    [Fact]
    public async Task Check_WhenAttemptsAreRecorded_GoesThroughThemWithoutACall()
    {
        const string tasks = """
            do:
            - safe:
                try:
                - flaky: { call: Flaky }
                catch:
                  retry: { delay: { milliseconds: 1 }, backoff: { constant: {} }, limit: { attempt: { count: 3 } } }
            - last: { call: Slow }
            """;
        await using var engine = new Engine();
        var calls = 0;
        engine.Agents["Flaky"] = task => ++calls < 3 ? engine.Failed(task, 503) : engine.Completed(task, "1");
        var moving = RunUntilSlowAsync(engine, tasks);
        while (!moving.IsCompleted)
        {
            // No further than to the next try: a clock that runs on by itself lets the ownership of the shard lapse.
            if (engine.Clock.NextDue is { } due && due - engine.Clock.GetUtcNow() <= TimeSpan.FromMilliseconds(1))
            {
                engine.Clock.Advance(due - engine.Clock.GetUtcNow());
            }

            await Task.Yield();
        }

        await moving;
        engine.Sent.Clear();
        Assert.Null(Check(engine, tasks));
        Assert.Equal("/do/1/last", Check(engine, tasks.Replace("last", "other", StringComparison.Ordinal))?.Step.Path);
        Assert.Empty(engine.Sent);
    }

    private static async Task RunUntilSlowAsync(Engine engine, string tasks)
    {
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => engine.Sent.Any(task => task.Agent == "Slow"));
        executor.Release(RunExit.Released);
        await exit;
    }

    private static Unfit? Check(Engine engine, string tasks)
    {
        var read = DefinitionReader.Read(Engine.Document(tasks));
        Assert.True(read.IsValid, string.Join('\n', read.Errors));
        return FitCheck.Of(
            read.Definition, engine.RunId, JqValue.Null, engine.Clock.GetUtcNow(),
            engine.Store.StepsOf(engine.RunId), new ExecutionOptions(), engine.Clock.GetUtcNow());
    }
}
