using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Simulation;
using Workflow.Jq;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution.Simulation;

/// <summary>Definitions executed with given results.</summary>
public sealed class SimulatorTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Run_WhenEveryResultIsGiven_TakesThePathThatARunWould()
    {
        var run = Simulate(
            """
            do:
              - ask: { call: Classifier, with: { text: '${ .text }' } }
              - choose:
                  switch:
                    - spam: { when: '.label == "spam"', then: drop }
                    - other: { then: keep }
              - drop: { set: { kept: false }, then: end }
              - keep: { set: { kept: true } }
            """,
            """{"ask": {"output": {"label": "spam"}}}""");

        Assert.Equal("""{"kept":false}""", run.Run.Output.ToString());
        Assert.Equal(["ask", "choose", "drop"], run.Run.Steps.Values.Select(step => step.StepId));
        Assert.Equal("""{"text":"hello"}""", run.Run.Steps.Values.First().Input.ToString());
        Assert.Equal(
            (RunStatus.Completed, 0, 0, false), (run.Run.Status, run.Needs.Count, run.Unused.Count, run.IsCutOff));
    }

    [Fact]
    public void Run_WhenResultsAreMissing_SaysWhatTheStepsWouldSend()
    {
        var run = Simulate(
            """
            do:
              - both:
                  fork:
                    branches:
                      - web: { call: http, with: { method: get, endpoint: 'http://127.0.0.1:1/' } }
                      - agent: { call: Writer, with: { about: '${ .text }' } }
                      - quick: { set: { n: 1 } }
              - last: { set: { n: 2 } }
            """,
            """{"nobody": {"output": 1}}""");

        Assert.Equal(RunStatus.Running, run.Run.Status);
        Assert.Equal(
            ["/do/0/both/fork/branches/0/web", "/do/0/both/fork/branches/1/agent"],
            run.Needs.Select(need => need.Key.Path));
        Assert.Equal("""{"about":"hello"}""", run.Needs[1].Input.ToString());
        Assert.Equal(["nobody"], run.Unused);
        Assert.Equal(StepStatus.Completed, run.Run.Steps.Values.Single(step => step.StepId == "quick").Status);
    }

    [Fact]
    public void Run_WhenAttemptsAreGivenOneByOne_RetriesWithoutWaiting()
    {
        var run = Simulate(
            """
            do:
              - careful:
                  try: [ { ask: { call: Moody } } ]
                  catch:
                    errors: { with: { status: 503 } }
                    retry: { delay: { hours: 1 }, limit: { attempt: { count: 3 } } }
              - rest: { wait: { days: 30 } }
            """,
            """{"/do/0/careful/try/0/ask": [{"error": {"status": 503}}, {"output": "fine"}]}""");

        Assert.Equal("\"fine\"", run.Run.Output.ToString());
        Assert.Equal(TimeSpan.FromDays(30) + TimeSpan.FromHours(1), run.Took);
        Assert.Equal(
            [(1, StepStatus.Failed), (2, StepStatus.Completed)],
            run.Run.Steps.Values.Where(step => step.StepId == "ask").Select(step => (step.Key.Attempt, step.Status)));
    }

    [Theory]
    [InlineData(90, RunStatus.Completed, 60)]
    [InlineData(50, RunStatus.Failed, 50)]
    public void Run_WhenALongWaitStandsInALongTimeout_TakesTheShorterOfThem(int timeout, RunStatus end, int days)
    {
        var run = Simulate(
            $"do:\n- outer: {{ timeout: {{ after: P{timeout}D }}, do: [ {{ rest: {{ wait: P60D }} }} ] }}", "null");

        Assert.Equal((end, TimeSpan.FromDays(days)), (run.Run.Status, run.Took));
        Assert.Equal(end == RunStatus.Failed, run.Run.ErrorMessage?.Contains("'outer' took longer") == true);
    }

    [Fact]
    public void Run_WithTheStepsOfAnEarlierOne_WorksOutTheRestAnew()
    {
        const string Before = """
            do:
              - ask: { call: Pricer }
              - mark: { set: { total: '${ .price * 2 }' } }
            """;
        const string After = """
            do:
              - ask: { call: Pricer }
              - mark: { set: { total: '${ .price * 3 }' } }
              - more: { set: { all: '${ .total }' } }
            """;
        var earlier = Simulate(Before, """{"ask": {"output": {"price": 7}}}""");

        var run = Simulate(After, "null", [.. earlier.Run.Steps.Values]);

        Assert.Equal("""{"all":21}""", run.Run.Output.ToString());
        Assert.Equal(["ask", "mark", "more"], run.Run.Steps.Values.Select(step => step.StepId));
    }

    [Fact]
    public void Run_OfAListenThatGoesThroughItsEvents_TakesThemAsGivenOrAsRecorded()
    {
        const string tasks = """
            do:
              - hear:
                  listen: { to: { any: [], until: false } }
                  foreach:
                    item: event
                    do: [ { ask: { call: Pricer, with: { of: '${ $event }' } } }, { mark: { set: '${ .price * 2 }' } } ]
                    output: { as: '${ [$event, $index, .] }' }
            """;
        Assert.Equal("hear", Assert.Single(Simulate(tasks, "null").Needs).StepId);
        var run = Simulate(
            tasks, """{"hear": {"output": ["a", "b"]}, "ask": [{"output": {"price": 1}}, {"output": {"price": 2}}]}""");
        Assert.Equal("""[["a",0,2],["b",1,4]]""", run.Run.Output.ToString());

        // As a run records it: the whole events.
        StepRecord[] recorded = [.. run.Run.Steps.Values.Select(step => step.StepId != "foreach" ? step
            : step with { Input = RawJson.FromText($$"""{"type":"t","data":{{step.Input}}}""") })];
        var again = Simulate(tasks.Replace(" * 2", " * 3", StringComparison.Ordinal), "null", recorded);
        Assert.Equal("""[["a",0,3],["b",1,6]]""", again.Run.Output.ToString());

        var wrong = Simulate(tasks, """{"hear": {"output": "a"}}""");
        Assert.Contains("has to be a list", wrong.Run.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhenTheFlowTurnsElsewhereThanRecorded_TellsOnlyThePathTakenInItsOrder()
    {
        static string Tasks(string when) => $$"""
            do:
              - begin: { set: { text: '${ .text }' } }
              - ask: { call: Pricer }
              - choose:
                  switch:
                    - dear: { when: '{{when}}', then: decline }
                    - other: { then: order }
              - decline: { call: Writer, then: end }
              - order: { call: Buyer }
            """;
        var earlier = Simulate(
            Tasks(".price > 5"), """{"ask": {"output": {"price": 7}}, "decline": {"output": "no"}}""");

        var run = Simulate(Tasks(".price > 9"), """{"order": {"output": "done"}}""", [.. earlier.Run.Steps.Values]);

        Assert.Equal(["begin", "ask", "choose", "decline"], earlier.Run.Steps.Values.Select(step => step.StepId));
        Assert.Equal("\"done\"", run.Run.Output.ToString());
        Assert.Equal(["begin", "ask", "choose", "order"], run.Run.Steps.Values.Select(step => step.StepId));
    }

    [Fact]
    public void Run_WithoutAnEnd_IsCutOff()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();

        var run = Simulate("do:\n  - again: { set: { n: 1 }, then: again }", "null", cutOff: over.Token);

        Assert.True(run.IsCutOff);
    }

    [Fact]
    public void Run_WithMoreStepsThanAllowed_FailsAndNamesTheLimit()
    {
        var run = Simulate("do:\n  - again: { set: { n: 1 }, then: again }", "null");

        Assert.Equal(RunStatus.Failed, run.Run.Status);
        Assert.Contains("StepsPerRunMax", run.Run.ErrorMessage);
    }

    [Theory]
    [InlineData("[]", "`results` is to be an object")]
    [InlineData("""{"ask": 3}""", "`results.ask` is to be {\"output\"")]
    [InlineData("""{"ask": [{"output": 1}, {"outputs": 1}]}""", "`results.ask` is to be {\"output\"")]
    [InlineData("""{"ask": {"output": 1, "error": {}}}""", "`results.ask` is to be {\"output\"")]
    [InlineData("""{"ask": {"error": "no"}}""", "`results.ask` is to be {\"output\"")]
    public void Results_OfAnotherForm_AreRefusedByName(string results, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<FormatException>(() => GivenResults.Read(JqValue.Parse(results))).Message);

    private static SimulatedRun Simulate(
        string tasks, string results, IReadOnlyList<StepRecord>? recorded = null, CancellationToken cutOff = default)
    {
        var read = DefinitionReader.Read(Engine.Document(tasks));
        Assert.True(read.IsValid, string.Join('\n', read.Errors));
        return Simulator.Run(
            new SimulationRequest(
                read.Definition, JqValue.Parse("""{"text":"hello"}"""), GivenResults.Read(JqValue.Parse(results)),
                recorded ?? [], At),
            new ExecutionOptions { StepsPerRunMax = 500 },
            cutOff);
    }
}
