using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class FlowTests
{
    [Theory]
    [InlineData("do:\n- a: { set: { x: 1 } }", "null", """{"x":1}""")]
    [InlineData(
        "do:\n- a: { set: { x: '${ .n + 1 }' } }\n- b: { set: '${ { y: .x } }' }", """{"n":1}""", """{"y":2}""")]
    [InlineData(
        "input: { from: '${ .inner }' }\noutput: { as: '${ .x }' }\ndo:\n- a: { set: { x: '${ .n }' } }",
        """{"inner":{"n":7}}""", "7")]
    [InlineData(
        "do:\n- a: { input: { from: '${ .n }' }, output: { as: '${ .v * 2 }' }, set: { v: '${ $input }' } }",
        """{"n":4}""", "8")]
    [InlineData(
        "do:\n- a: { set: { x: 1 }, export: { as: '${ { seen: .x } }' } }\n- b: { set: { y: '${ $context.seen }' } }",
        "null", """{"y":1}""")]
    [InlineData(
        "do:\n- a: { set: { x: 1 }, export: { as: '${ { seen: 0 } }' } }\n" +
        "- b: { output: { as: '${ $context.seen }' }, " +
        "do: [ { c: { set: { x: 1 }, export: { as: '${ { seen: 1 } }' } } } ] }",
        "null", "0")]
    [InlineData("do:\n- a: { if: '${ false }', set: { x: 1 } }\n- b: { set: { y: '${ . }' } }", "5", """{"y":5}""")]
    [InlineData(
        "do:\n- a: { do: [ { b: { set: { x: 1 } } }, { c: { set: { y: '${ .x }' } } } ] }", "null", """{"y":1}""")]
    [InlineData("do:\n- a: { set: { x: 1 }, then: end }\n- b: { set: { y: 2 } }", "null", """{"x":1}""")]
    [InlineData(
        "do:\n- a: { set: { x: 1 }, then: c }\n- b: { set: { y: 2 } }\n- c: { set: { z: '${ .x }' } }",
        "null", """{"z":1}""")]
    [InlineData(
        "do:\n- a: { do: [ { b: { set: { x: 1 }, then: exit } }, { c: { set: { y: 2 } } } ] }\n" +
        "- d: { set: { z: '${ .x }' } }",
        "null", """{"z":1}""")]
    [InlineData(
        "do:\n- a: { do: [ { b: { set: { x: 1 }, then: end } } ] }\n- d: { set: { z: 1 } }", "null", """{"x":1}""")]
    public async Task Run_WhenDataFlowsThroughTasks_GivesTheOutput(string tasks, string input, string output)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(tasks, input);

        Assert.Equal((RunStatus.Completed, output), (ended.Status, ended.Output));
    }

    [Theory]
    [InlineData("""{"n":5}""", "big")]
    [InlineData("""{"n":1}""", "small")]
    [InlineData("""{"n":-1}""", "other")]
    public async Task Switch_WhenACaseMatches_GoesThereAndRecordsTheCase(string input, string expected)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(
            """
            do:
            - decide:
                switch:
                - large: { when: '${ .n > 3 }', then: big }
                - little: { when: '${ .n > 0 }', then: small }
                - rest: { then: other }
            - big: { set: { is: big }, then: end }
            - small: { set: { is: small }, then: end }
            - other: { set: { is: other } }
            """, input);

        Assert.Equal($$"""{"is":"{{expected}}"}""", ended.Output);
        var decision = Assert.Single(
            engine.Store.StepsOf(engine.RunId), step => step.StepType == StepType.DecisionPoint);
        Assert.Contains("case", decision.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "for: { each: x, in: '${ .list }' }, do: [ { add: { set: { sum: '${ (.sum // 0) + $x }' } } } ]",
        """{"sum":6}""")]
    [InlineData(
        "for: { each: x, in: '${ .list }', at: i }, while: '${ $i < 2 }', " +
        "do: [ { add: { set: { sum: '${ (.sum // 0) + $x }' } } } ]",
        """{"sum":3}""")]
    [InlineData(
        "for: { each: x, in: '${ .list }', parallel: 2 }, do: [ { twice: { set: '${ $x * 2 }' } } ]", "[2,4,6]")]
    [InlineData("for: { in: '${ [] }' }, do: [ { add: { set: { sum: 1 } } } ]", """{"list":[1,2,3]}""")]
    public async Task For_WhenItLoops_GivesTheOutput(string task, string output)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync($"do:\n- loop: {{ {task} }}", """{"list":[1,2,3]}""");

        Assert.Equal((RunStatus.Completed, output), (ended.Status, ended.Output));
    }

    [Fact]
    public async Task For_WhenNested_RecordsIterationsFromOuterToInner()
    {
        await using var engine = new Engine();

        await engine.RunAsync(
            """
            do:
            - outer:
                for: { each: x, in: '${ [0, 1] }' }
                do:
                - inner:
                    for: { each: y, in: '${ [0, 1] }' }
                    do:
                    - leaf: { set: { v: '${ [$x, $y] }' } }
            """);

        Assert.Equal(
            "outer[0#1]=Completed inner[0#1]=Completed inner[1#1]=Completed " +
            "leaf[0.0#1]=Completed leaf[0.1#1]=Completed leaf[1.0#1]=Completed leaf[1.1#1]=Completed",
            engine.StepText());
    }

    [Fact]
    public async Task Then_WhenItGoesBack_RecordsEachReturnAsAnIterationOfItsOwn()
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(
            """
            do:
            - count: { set: { n: '${ .n + 1 }' } }
            - again:
                switch:
                - more: { when: '${ .n < 3 }', then: count }
                - done: { then: end }
            """, """{"n":0}""");

        Assert.Equal("""{"n":3}""", ended.Output);
        Assert.Contains(
            "count[0#1]=Completed count[0~1#1]=Completed count[0~2#1]=Completed",
            engine.StepText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fork_WhenAllBranchesEnd_GivesTheirOutputsInOrder()
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(
            "do:\n- both: { fork: { branches: [ { l: { set: { l: 1 } } }, { r: { set: { r: 2 } } } ] } }");

        Assert.Equal("""[{"l":1},{"r":2}]""", ended.Output);
    }

    [Fact]
    public async Task R9_Run_WhenALoopNeverEnds_FailsAndNamesTheLimit()
    {
        await using var engine = new Engine(new() { StepsPerRunMax = 500 });

        var ended = await engine.RunAsync("do:\n- a: { set: { x: 1 }, then: b }\n- b: { set: { x: 1 }, then: a }");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("StepsPerRunMax", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R9_Run_WhenAPayloadIsTooLarge_FailsAndNamesTheLimit()
    {
        await using var engine = new Engine(new() { PayloadBytesMax = 2_000 });

        var ended = await engine.RunAsync("do:\n- a: { set: { x: '${ \"x\" * 3000 }' } }");

        Assert.Contains("PayloadBytesMax", ended.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set: { x: '${ .a.b }' }", "expression", "/do/0/bad")]
    [InlineData("call: Missing", "configuration", "/do/0/bad")]
    [InlineData("call: Disabled", "configuration", "/do/0/bad")]
    [InlineData("for: { in: '${ 5 }' }, do: [ { a: { set: { x: 1 } } } ]", "validation", "/do/0/bad")]
    [InlineData(
        "raise: { error: { type: 'https://example.com/x', status: 418, title: No } }",
        "https://example.com/x", "/do/0/bad")]
    public async Task Run_WhenATaskFails_FailsWithTypeAndPlace(string task, string type, string place)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync($"do:\n- bad: {{ {task} }}", """{"a":"text"}""");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains(type, ended.Error, StringComparison.Ordinal);
        Assert.Contains(place, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenAllStepsAreLocal_IsOneCommit()
    {
        await using var engine = new Engine();

        await engine.RunAsync("do:\n- a: { set: { x: 1 } }\n- b: { set: { x: 2 } }\n- c: { set: { x: 3 } }");

        var commit = Assert.Single(engine.Store.Commits);
        Assert.Equal((RunStatus.Pending, RunStatus.Completed, 3), (commit.From, commit.To, commit.Steps.Count));
    }
}
