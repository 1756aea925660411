using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Breaking;
using Workflow.Bridge.Options;
using Workflow.Model;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Bridge;

/// <summary>When an agent is spared, and when it is tried again.</summary>
public sealed class AgentBreakerTests
{
    private static readonly AgentAnswer Fine = AgentAnswer.Of(RawJson.Null);
    private static readonly AgentAnswer Broken = AgentAnswer.Refused(500, "no", null);

    private readonly ManualClock _clock = new();
    private readonly AgentBreaker _breaker;
    private int _calls;

    public AgentBreakerTests() => _breaker = new AgentBreakers(
        new BridgeOptions
        {
            BreakerCallsMin = 4,
            BreakerPercent = 50,
            BreakerWindow = TimeSpan.FromSeconds(10),
            BreakerPause = TimeSpan.FromSeconds(5),
        },
        _clock, NullLogger<AgentBreakers>.Instance).Of("A");

    [Fact]
    public async Task CallAsync_WhenMostCallsFail_AnswersWithoutCallingUntilAProbeSucceeds()
    {
        await CallAsync(Fine, Broken, Fine, Broken);

        Assert.Equal(("/problems/agent-unavailable", 503), await CallAsync(Fine));
        Assert.NotNull(_breaker.Refusal);
        Assert.Equal(4, _calls);

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(_breaker.Refusal);
        await CallAsync(Broken);
        Assert.Equal(5, _calls);
        Assert.Equal(("/problems/agent-unavailable", 503), await CallAsync(Fine));

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await CallAsync(Fine));
        Assert.Null(await CallAsync(Fine));
        Assert.Null(_breaker.Refusal);
        Assert.Equal(7, _calls);
    }

    [Fact]
    public async Task CallAsync_WhenTheAgentRefusesWhatItIsGiven_GoesOnCalling()
    {
        var refusal = AgentAnswer.Refused(422, "bad input", null);
        await CallAsync(refusal, refusal, refusal, refusal, refusal, refusal);
        Assert.Equal(6, _calls);
        Assert.Null(_breaker.Refusal);
    }

    [Fact]
    public async Task CallAsync_WhenTheAgentIsSlow_CountsAsAFailure()
    {
        var slow = AgentAnswer.TimedOut("slow");
        await CallAsync(slow, slow, slow, slow);
        Assert.NotNull(_breaker.Refusal);
    }

    [Fact]
    public async Task CallAsync_WhileAProbeIsUnderWay_OthersAreRefused()
    {
        await CallAsync(Broken, Broken, Broken, Broken);
        _clock.Advance(TimeSpan.FromSeconds(6));
        var answer = new TaskCompletionSource<AgentAnswer>();

        var probe = _breaker.CallAsync(_ => answer.Task, CancellationToken.None);
        Assert.Equal(("/problems/agent-unavailable", 503), await CallAsync(Fine));

        answer.SetResult(Fine);
        Assert.Null((await probe).Error);
        Assert.Null(await CallAsync(Fine));
    }

    /// <returns>Type and status of the last answer's error.</returns>
    private async Task<(string, int)?> CallAsync(params AgentAnswer[] answers)
    {
        var last = default(AgentAnswer);
        foreach (var answer in answers)
        {
            last = await _breaker.CallAsync(
                _ =>
                {
                    _calls++;
                    return Task.FromResult(answer);
                },
                CancellationToken.None);
        }

        return last.Error is { } error ? (error.Type, error.Status) : null;
    }
}
