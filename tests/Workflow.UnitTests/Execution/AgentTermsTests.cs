using System.Globalization;
using Workflow.Execution.Agents;
using Workflow.Execution.Inheritance;
using Workflow.Execution.Runs;
using Workflow.Definitions;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>What an agent is registered with: its schemas, and how it is called again where the definition says
/// nothing.</summary>
public sealed class AgentTermsTests
{
    private const string Thrice = """
        {"delay":{"seconds":2},"backoff":{"exponential":{}},"limit":{"attempt":{"count":2}}}
        """;

    private const string Call = "do:\n- a: { call: A }";

    [Theory]
    [InlineData(503, "0 2 6")]
    [InlineData(500, "0 2 6")]
    [InlineData(429, "0 2 6")]
    [InlineData(408, "0 2 6")]
    [InlineData(400, "0")]
    [InlineData(403, "0")]
    public async Task Retry_WhenTheAgentFails_IsTriedAgainOnlyIfThatMayHelp(int status, string seconds)
    {
        await using var engine = Of(retry: Thrice);
        var asked = Ask(engine, task => engine.Failed(task, status));

        var ended = await ToEndAsync(engine, Call);

        Assert.Equal((RunStatus.Failed, seconds), (ended.Status, string.Join(' ', asked)));
        Assert.Contains($"\"status\":{status}", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_WhenALaterCallSucceeds_CompletesTheStepWithARowForEachAttempt()
    {
        await using var engine = Of(retry: Thrice);
        Ask(engine, task => task.Attempt < 3 ? engine.Failed(task, 503) : engine.Completed(task, "7"));

        var ended = await ToEndAsync(engine, $"{Call}\n- b: {{ set: '${{ . + 1 }}' }}");

        Assert.Equal((RunStatus.Completed, "8"), (ended.Status, ended.Output));
        Assert.Equal("a[0#1]=Failed a[0#2]=Failed a[0#3]=Completed b[0#1]=Completed", engine.StepText());
        Assert.Equal(3, engine.Sent.Select(task => task.TaskId).Distinct().Count());
    }

    [Theory]
    [InlineData("catch: { retry: { limit: { attempt: { count: 1 } } } }", 2)]
    [InlineData("catch: { do: [ { done: { set: { a: 1 } } } ] }", 3)]
    public async Task Retry_WhenTheDefinitionSaysHow_IsItsBusinessAlone(string caught, int calls)
    {
        await using var engine = Of(retry: Thrice);
        Ask(engine, task => engine.Failed(task, 503));

        await ToEndAsync(engine, $"do:\n- safe: {{ try: [ {{ a: {{ call: A }} }} ], {caught} }}");

        Assert.Equal(calls, engine.Sent.Count);
    }

    [Theory]
    [InlineData(9, null, "0 9 18")]
    [InlineData(1, null, "0 2 6")]
    [InlineData(30, null, "0 30 60")]
    [InlineData(30, 20, "0")]
    [InlineData(null, 3, "0 2")]
    public async Task Retry_WhenTheAgentAsksToBeLeftAlone_WaitsForItWithinTheTasksTimeout(
        int? retryAfter, int? timeout, string seconds)
    {
        await using var engine = Of(retry: Thrice);
        var asked = Ask(engine, task => engine.Failed(task, 503) is var failed
            ? failed with { Error = failed.Error! with { RetryAfterSeconds = retryAfter } } : failed);

        var limit = timeout is null ? "" : $", timeout: {{ after: {{ seconds: {timeout} }} }}";
        var ended = await ToEndAsync(engine, $"do:\n- a: {{ call: A{limit} }}");

        Assert.Equal(seconds, string.Join(' ', asked));
        Assert.Contains("\"status\":503", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_WhenTheAgentHangs_CountsItsTimeoutForEachAttempt()
    {
        await using var engine = Of(retry: Thrice, timeout: TimeSpan.FromSeconds(10));
        var began = engine.Clock.GetUtcNow();

        var ended = await ToEndAsync(engine, Call);

        Assert.Equal(3, engine.Sent.Count);
        Assert.Contains("errors/timeout", ended.Error, StringComparison.Ordinal);
        Assert.Equal(10 + 2 + 10 + 4 + 10, (engine.Clock.GetUtcNow() - began).TotalSeconds);
    }

    [Fact]
    public async Task Retry_WhenTheOwnerDiesBetweenTwoCalls_MakesTheNextAtTheSameMoment()
    {
        await using var engine = Of(retry: Thrice);
        var began = engine.Clock.GetUtcNow();
        var asked = Ask(engine, task => engine.Failed(task, 503));
        var (executor, exit) = engine.Start(Call);
        await Until.TrueAsync(
            () => executor.IsWaiting && engine.StepText().Contains("Failed", StringComparison.Ordinal));
        executor.Release(RunExit.Released);
        await exit;
        var recorded = engine.Store.StepsOf(engine.RunId);
        engine.Clock.Advance(TimeSpan.FromSeconds(1));
        engine.Hold.Prove(engine.Clock.GetTimestamp());

        var ended = await ToEndAsync(engine, Call, recorded);

        Assert.Equal((RunStatus.Failed, "0 2 6"), (ended.Status, string.Join(' ', asked)));
        Assert.Equal([1, 2, 3], engine.Sent.Select(task => task.Attempt));
        Assert.Equal(6, (engine.Clock.GetUtcNow() - began).TotalSeconds);
    }

    [Fact]
    public async Task R3_Retry_WhenTheRunIsRetried_CompletedCallsAreTakenOverWithThoseBefore()
    {
        const string tasks = "do:\n- a: { call: A }\n- b: { call: B }";
        await using var engine = Of(retry: Thrice);
        Ask(engine, task => task.Attempt < 2 ? engine.Failed(task, 503) : engine.Completed(task, "7"));
        engine.Agents["B"] = task => engine.Failed(task, 400);
        await ToEndAsync(engine, tasks);
        var past = engine.Store.StepsOf(engine.RunId).Select(step => new PastStep(step.Key, step.Status, step.Next));

        var definition = DefinitionReader.Read(Engine.Document(tasks)).Definition!;
        var heritage = StepInheritance.Of(definition, [.. past], null);

        Assert.Equal(
            ["/do/0/a 1", "/do/0/a 2"], heritage.Steps.Select(step => $"{step.To.Path} {step.To.Attempt}"));
    }

    [Fact]
    public async Task Input_WhenItDoesNotFit_FailsWithoutCallingAndNamesThePlace()
    {
        await using var engine = Of(input: """
            {"type":"object","required":["items"],"properties":{"items":{"items":{"type":"integer"}}}}
            """, retry: Thrice);

        var ended = await ToEndAsync(engine, "do:\n- a: { call: A, with: { items: [ 1, two ] } }");

        Assert.Empty(engine.Sent);
        Assert.Contains("errors/validation", ended.Error, StringComparison.Ordinal);
        Assert.Contains(
            "input_schema: /items/1 must be integer, but is \"two\"", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_WhenItDoesNotFit_FailsTheAttemptAndNamesThePlace()
    {
        await using var engine = Of(output: """{"required":["label"]}""", retry: Thrice);
        Ask(engine, task => engine.Completed(task, """{"lable":1}"""));

        var ended = await ToEndAsync(engine, Call);

        Assert.Single(engine.Sent);
        Assert.Contains("errors/validation", ended.Error, StringComparison.Ordinal);
        Assert.Contains(
            "output_schema: the value lacks the member 'label'", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_WhenTheAgentHasOne_IsKeptWithTheStep()
    {
        await using var engine = Of();
        engine.Registered["A"] = engine.Registered["A"] with { Version = "2.3.1" };
        Ask(engine, task => engine.Completed(task, "1"));

        await ToEndAsync(engine, Call);

        Assert.Equal(
            """{"agent_version":"2.3.1"}""", engine.Store.StepsOf(engine.RunId).Single().Metadata.ToString());
    }

    private static Engine Of(
        string? input = null, string? output = null, string? retry = null, TimeSpan? timeout = null)
    {
        var engine = new Engine();
        engine.Registered["A"] = new AgentEntry("A", "http://agent", timeout, Enabled: true)
        {
            Terms = new AgentTerms(JsonOf(input), JsonOf(output), JsonOf(retry)),
        };
        return engine;

        static RawJson? JsonOf(string? text) => text is null ? null : RawJson.FromText(text);
    }

    /// <summary>Lets agent A answer, and notes after how many seconds it was asked.</summary>
    private static List<string> Ask(Engine engine, Func<AgentTask, AgentResult> answer)
    {
        var began = engine.Clock.GetUtcNow();
        var asked = new List<string>();
        engine.Agents["A"] = task =>
        {
            asked.Add((engine.Clock.GetUtcNow() - began).TotalSeconds.ToString(CultureInfo.InvariantCulture));
            return answer(task);
        };
        return asked;
    }

    /// <summary>Moves the clock from timer to timer until the run has ended.</summary>
    private static async Task<Ended> ToEndAsync(
        Engine engine, string tasks, IReadOnlyList<StepRecord>? recorded = null)
    {
        var (executor, exit) = engine.Start(tasks, recorded: recorded);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!exit.IsCompleted)
        {
            Assert.False(patience.IsCancellationRequested);
            if (executor.IsWaiting && engine.Clock.NextDue is { } due)
            {
                var commits = engine.Store.Commits.Count;
                engine.Clock.Advance(due - engine.Clock.GetUtcNow());
                // A run that was woken counts as waiting until it goes on, which begins with a commit.
                await Until.TrueAsync(() => exit.IsCompleted || engine.Store.Commits.Count > commits);
            }

            await Task.Delay(1);
        }

        return await engine.EndAsync(exit);
    }
}
