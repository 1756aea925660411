using Workflow.Execution.Signals;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Runs that send events to others.</summary>
public sealed class EmitTests
{
    private const string Target = "0190a000-0000-7000-8000-000000000002";

    private const string Greeting = """
        do:
        - tell:
            emit:
              event:
                with: { source: 'https://x.example', type: greeted, runid: '${ .to }', data: { hello: '${ .name }' } }
        """;

    private const string Input = $$"""{"to":"{{Target}}","name":"Ann"}""";

    [Fact]
    public async Task R5_Emit_WhenItsStepIsCommitted_SendsACloudEventAndHasItAsItsOutput()
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(Greeting, Input);

        var sent = Assert.Single(engine.Emitted);
        Assert.Equal((Guid.Parse(Target), RunStatus.Completed), (sent.To, ended.Status));
        Assert.Equal(StepStatus.Running, Assert.Single(sent.Steps).Status);
        Assert.Equal(sent.Event, ended.Output);
        Assert.Equal(
            $"{{\"source\":\"https://x.example\",\"type\":\"greeted\",\"runid\":\"{Target}\","
            + $"\"data\":{{\"hello\":\"Ann\"}},\"specversion\":\"1.0\",\"id\":\"{sent.Id}\","
            + "\"time\":\"2026-05-04T12:00:00.0000000+00:00\"}", sent.Event);
    }

    [Fact]
    public async Task R5_Emit_WithoutARun_PublishesTheSameEventOnceItsStepIsCommitted()
    {
        await using var engine = new Engine();
        var tasks = Greeting.Replace("runid: '${ .to }', ", "", StringComparison.Ordinal);

        var ended = await engine.RunAsync(tasks, Input);
        await engine.RunAsync(tasks, Input, engine.Published.First().Steps);

        Assert.Empty(engine.Emitted);
        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Equal(StepStatus.Running, Assert.Single(engine.Published.First().Steps).Status);
        Assert.Equal([ended.Output, ended.Output], engine.Published.Select(sent => sent.Event));
    }

    [Fact]
    public async Task R3_Emit_WhenTheOwnerDiedBeforeTheCommit_SendsTheSameEventAgain()
    {
        await using var engine = new Engine();
        await engine.RunAsync(Greeting, Input);
        var recorded = engine.Emitted.Single().Steps;

        await engine.RunAsync(Greeting, Input, recorded);

        Assert.Equal(2, engine.Emitted.Count);
        Assert.Single(engine.Emitted.Select(sent => sent.Event).Distinct());
    }

    [Theory]
    [InlineData(SignalSent.UnknownRun, "\"status\":404")]
    [InlineData(SignalSent.Ended, "\"status\":409")]
    [InlineData(SignalSent.Full, "SignalsUnreadMax")]
    [InlineData(SignalSent.Refused, "/problems/payload-refused")]
    public async Task Emit_WhenTheOtherRunCannotTakeIt_FailsAndSaysWhy(SignalSent outcome, string error)
    {
        await using var engine = new Engine();
        engine.Emit = outcome;

        Assert.Contains(error, (await engine.RunAsync(Greeting, Input)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"to":"nobody","name":"Ann"}""", "runid is \"nobody\"")]
    [InlineData("""{"to":null,"name":"Ann"}""", "runid is null")]
    public async Task R9_Emit_WhenTheEventIsWrong_SendsNothing(string input, string message)
    {
        await using var engine = new Engine();

        Assert.Contains(message, (await engine.RunAsync(Greeting, input)).Message, StringComparison.Ordinal);
        Assert.Empty(engine.Emitted);
    }

    [Fact]
    public async Task R9_Emit_WhenTheEventIsTooLarge_NamesTheLimit()
    {
        await using var engine = new Engine(new() { SignalBytesMax = 100 });

        Assert.Contains("SignalBytesMax", (await engine.RunAsync(Greeting, Input)).Message, StringComparison.Ordinal);
    }
}
