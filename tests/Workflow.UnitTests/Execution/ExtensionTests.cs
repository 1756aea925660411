using Workflow.Definitions;
using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Tasks with <c>use.extensions</c> around them.</summary>
public sealed class ExtensionTests
{
    private const string Logging = """
        use:
          extensions:
            - logging:
                extend: all
                before: [ { say: { call: Log, with: { before: '${ $task.reference }', got: '${ . }' } } } ]
                after: [ { say: { call: Log, with: { after: '${ $task.name }', made: '${ . }' } } } ]
        do:
          - first: { set: { x: 1 } }
          - second: { do: [ { inner: { set: { y: '${ .x + 1 }' } } } ] }
        """;

    [Fact]
    public async Task Run_WhenAllTasksAreExtended_RunsTheTasksAroundThemAndKeepsTheFlowOfData()
    {
        await using var engine = new Engine();
        engine.Agents["Log"] = task => engine.Completed(task, "\"nobody reads this\"");

        var ended = await engine.RunAsync(Logging, """{"in":0}""");

        Assert.Equal((RunStatus.Completed, """{"y":2}"""), (ended.Status, ended.Output));
        Assert.Equal(
            [
                """{"before":"/do/0/first","got":{"in":0}}""", """{"after":"first","made":{"x":1}}""",
                """{"before":"/do/1/second","got":{"x":1}}""",
                """{"before":"/do/1/second/do/0/inner","got":{"x":1}}""",
                """{"after":"inner","made":{"y":2}}""", """{"after":"second","made":{"y":2}}""",
            ],
            engine.Sent.Select(task => task.Input.ToString()));
        Assert.Contains(
            "/do/0/first/extensions/logging/before/0/say",
            engine.Store.StepsOf(engine.RunId).Select(step => step.Key.Path));
    }

    [Fact]
    public async Task Run_WhenAnExtensionExits_PutsWhatItMadeInTheTasksPlace()
    {
        await using var engine = new Engine();
        engine.Agents["Other"] = task => engine.Completed(task, "\"done\"");

        var ended = await engine.RunAsync("""
            use:
              extensions:
                - mock:
                    extend: call
                    when: $task.call == "http" and ($task.with.endpoint | startswith("http://mocked"))
                    before:
                      - intercept: { set: { content: mocked }, then: exit }
                      - never: { raise: { error: { type: 'https://example.com/x', status: 500, title: X } } }
            do:
              - ask: { call: http, with: { method: get, endpoint: 'http://mocked/x' }, then: last }
              - never: { raise: { error: { type: 'https://example.com/x', status: 500, title: X } } }
              - last: { call: Other, with: { it: '${ .content }' } }
            """);

        Assert.Equal((RunStatus.Completed, "\"done\""), (ended.Status, ended.Output));
        Assert.Equal("""{"it":"mocked"}""", Assert.Single(engine.Sent).Input.ToString());
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task Run_WhenAnExtensionFails_FailsAndCatchSeesIt(string where, int calls)
    {
        await using var engine = new Engine();
        engine.Agents["A"] = task => engine.Completed(task, "1");

        var ended = await engine.RunAsync($$"""
            use:
              extensions:
                - guard:
                    extend: call
                    {{where}}:
                      - stop: { raise: { error: { type: 'https://example.com/x', status: 403, title: No } } }
            do:
              - safe:
                  try: [ { ask: { call: A } } ]
                  catch: { as: e, do: [ { tell: { set: { why: '${ $e.status }' } } } ] }
            """);

        Assert.Equal((RunStatus.Completed, """{"why":403}""", calls), (ended.Status, ended.Output, engine.Sent.Count));
    }

    [Fact]
    public async Task Run_WhenTheTaskIsSkippedOrTheConditionIsFalse_LeavesTheExtensionOut()
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync("""
            use:
              extensions:
                - never: { extend: set, when: '$input.n > 5', before: [ { a: { call: A } } ] }
                - skipped: { extend: set, after: [ { b: { wait: { milliseconds: 0 } } } ] }
            do:
              - one: { set: { n: 1 } }
              - two: { if: .n > 1, set: { n: 9 } }
            """, """{"n":1}""");

        Assert.Equal((RunStatus.Completed, """{"n":1}"""), (ended.Status, ended.Output));
        Assert.Empty(engine.Sent);
        Assert.Equal("b[0#1]=Completed one[0#1]=Completed two[0#1]=Skipped", string.Join(
            ' ', engine.StepText().Split(' ').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task R3_Replay_WhenATaskAroundAnotherWasUnderWay_GoesOnThereAndRepeatsNothing()
    {
        await using var engine = new Engine();
        var held = new TaskCompletionSource();
        engine.Agents["Log"] = task =>
        {
            if (engine.Sent.Count == 2)
            {
                held.SetResult();
                return engine.Completed(task, "0") with { TaskId = Guid.NewGuid() };
            }

            return engine.Completed(task, "0");
        };
        var (executor, exit) = engine.Start(Logging, """{"in":0}""");
        await held.Task;
        executor.Release(RunExit.Released);
        await exit;
        var recorded = engine.Store.StepsOf(engine.RunId);
        var second = engine.Sent.Last().TaskId;
        engine.Sent.Clear();
        engine.Agents["Log"] = task => engine.Completed(task, "0");

        var ended = await engine.RunAsync(Logging, """{"in":0}""", recorded);

        Assert.Equal((RunStatus.Completed, """{"y":2}"""), (ended.Status, ended.Output));
        Assert.Equal((second, 5), (engine.Sent.First().TaskId, engine.Sent.Count));
    }

    [Theory]
    [InlineData("use: { extensions: {} }", "/use/extensions", "must be a list of extensions")]
    [InlineData("use: { extensions: [ { a: { extend: all } } ] }", "/use/extensions/0/a", "does nothing")]
    [InlineData("use: { extensions: [ { a: { extend: alls, before: [] } } ] }", "/use/extensions/0/a/extend", "one of")]
    [InlineData("use: { extensions: [ { a: { before: [] } } ] }", "/use/extensions/0/a", "extend")]
    [InlineData(
        "use: { extensions: [ { a: { extend: set, before: [ { x: { sett: 1 } } ] } } ] }",
        "/use/extensions/0/a/before/0/x/sett", "did you mean `set`")]
    public void Read_WhenAnExtensionIsWrong_SaysSoOnceWhereItStands(string use, string pointer, string message)
    {
        var read = DefinitionReader.Read(Engine.Document($"{use}\ndo:\n- a: {{ set: {{ x: 1 }} }}\n"));

        var error = Assert.Single(read.Errors);
        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
