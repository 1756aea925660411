using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Durations that an expression gives, and that are none.</summary>
public sealed class ComputedDurationTests
{
    private const string Computed = """'${ "PT\(.n)S" }'""";
    private const string Gave = "gave PT-1S, which is no ISO 8601 duration";
    private const string Raised = "try: [ { bad: { raise: { error: { type: 'https://x/y', status: 503 } } } } ]";
    private const string Limited = "try: [ { good: { set: { x: 1 } } } ]";
    private const string Calling = "call: http, with: { method: get, endpoint: 'http://127.0.0.1:1/'";

    [Theory]
    [InlineData("wait: N")]
    [InlineData("timeout: { after: N }, set: { x: 1 }")]
    [InlineData("timeout: { after: N }, listen: { to: { one: { with: { type: never } } } }")]
    [InlineData("timeout: { after: N }, for: { in: '${ [1] }' }, do: [ { one: { set: { x: 1 } } } ]")]
    [InlineData("timeout: { after: N }, call: A")]
    [InlineData($"{Raised}, catch: {{ retry: {{ delay: N }} }}")]
    [InlineData($"{Raised}, catch: {{ retry: {{ delay: PT1S, limit: {{ duration: N }} }} }}")]
    [InlineData($"{Raised}, catch: {{ retry: {{ delay: PT1S, jitter: {{ from: N, to: PT2S }} }} }}")]
    [InlineData($"{Limited}, catch: {{ retry: {{ limit: {{ attempt: {{ count: 2, duration: N }} }} }} }}")]
    [InlineData("run: { container: { image: a, lifetime: { cleanup: eventually, after: N } } }")]
    [InlineData("timeout: { after: N }, run: { shell: { command: 'true' } }")]
    [InlineData("call: mcp, with: { method: tools/list, timeout: N, "
        + "transport: { http: { endpoint: 'http://127.0.0.1:1/' } } }")]
    public async Task Task_WhenADurationOfItIsNone_FailsSoThatAnOuterTryCatchesIt(string task)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(Caught(task), """{"n":-1}""");

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Contains($"\"type\":\"{StandardErrors.Validation}\",\"status\":400,", ended.Output);
        Assert.Contains("\"instance\":\"/do/0/safe/try/0/it\"", ended.Output, StringComparison.Ordinal);
        Assert.Contains(Gave, ended.Output, StringComparison.Ordinal);
        Assert.Contains("it[0#1]=Failed", engine.StepText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscription_WhenItsTimeIsNone_FailsSoThatAnOuterTryCatchesIt()
    {
        await using var engine = new Engine();
        var tasks = Caught(
            "call: asyncapi, with: { document: { endpoint: 'http://127.0.0.1:1/' }, operation: inbox, "
            + "subscription: { consume: { until: 'false', for: N } } }");
        // Where the topic ended is known already.
        var recorded = new[] { Under("safe", "/do/0/safe"), Under("it", "/do/0/safe/try/0/it") with
        {
            Metadata = RawJson.FromText("""{"subscription":{"server":"h:1","topic":"t","offsets":{"0":1}}}"""),
        } };

        var ended = await engine.RunAsync(tasks, """{"n":-1}""", recorded);

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Contains($"\"type\":\"{StandardErrors.Validation}\",\"status\":400,", ended.Output);
        Assert.Contains(Gave, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_WhenItUsesASecretAndADurationOfItIsNone_DoesNotTellWhatTheExpressionGave()
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(
            "use: { secrets: [ crm ] }\n"
            + Caught($"timeout: {{ after: N }}, {Calling}, headers: {{ A: '${{ $secrets.crm }}' }} }}"),
            """{"n":-1}""");

        Assert.Contains($"\"type\":\"{StandardErrors.Validation}\",\"status\":400,", ended.Output);
        Assert.Contains("why is not told, since it could hold a secret.", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PT-1S", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""${ "PT\(.n)S" }""", $"{StandardErrors.Validation}", Gave)]
    [InlineData("${ error(\"no limit\") }", $"{StandardErrors.Expression}", "no limit")]
    public async Task Run_WhenItsTimeoutIsNone_FailsAndSaysWhatItGave(string after, string type, string message)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(
            $"timeout: {{ after: '{after}' }}\ndo:\n- only: {{ set: {{ x: 1 }} }}", """{"n":-1}""");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains($"\"type\":\"{type}\",\"status\":400,", ended.Error, StringComparison.Ordinal);
        Assert.Contains(message, ended.Message, StringComparison.Ordinal);
    }

    /// <summary>The task within a <c>try</c> that gives back the error; N stands for a duration that is none.</summary>
    private static string Caught(string task) =>
        $"do:\n- safe: {{ try: [ {{ it: {{ {task.Replace("N", Computed, StringComparison.Ordinal)} }} }} ], "
        + "catch: { do: [ { tell: { set: '${ $error }' } } ] } }";

    private static StepRecord Under(string name, string path) => new()
    {
        Key = new StepKey(path, "0", 1),
        StepId = name,
        StepType = "x",
        Status = StepStatus.Running,
        StartedAt = new ManualClock().GetUtcNow(),
    };
}
