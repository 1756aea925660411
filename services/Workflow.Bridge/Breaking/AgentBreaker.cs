using Polly;
using Polly.CircuitBreaker;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Options;
using Workflow.Model;

namespace Workflow.Bridge.Breaking;

/// <summary>The circuit breaker of one agent: when most of its calls fail, none is made for a while, then one as a
/// probe. Thread-safe.</summary>
internal sealed class AgentBreaker
{
    private readonly string _agent;
    private readonly BridgeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<AgentAnswer> _pipeline;
    private long _openUntil = DateTimeOffset.MinValue.UtcTicks;

    public AgentBreaker(string agent, BridgeOptions options, TimeProvider time, ILogger logger)
    {
        (_agent, _options, _time, _logger) = (agent, options, time, logger);
        _pipeline = new ResiliencePipelineBuilder<AgentAnswer> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AgentAnswer>
            {
                FailureRatio = options.BreakerPercent / 100.0,
                MinimumThroughput = options.BreakerCallsMin,
                SamplingDuration = options.BreakerWindow,
                BreakDuration = options.BreakerPause,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is null && IsFailure(arguments.Outcome.Result)),
                OnOpened = _ => Opened(),
                OnHalfOpened = _ => HalfOpened(),
                OnClosed = _ => Closed(),
            })
            .Build();
    }

    /// <summary>The answer that a call gets without being made; null when it may be tried.</summary>
    public AgentAnswer? Refusal
    {
        get
        {
            var until = new DateTimeOffset(Volatile.Read(ref _openUntil), TimeSpan.Zero);
            return until > _time.GetUtcNow() ? Refuse(until) : null;
        }
    }

    /// <summary>Makes the call, unless the circuit is open.</summary>
    public async Task<AgentAnswer> CallAsync(Func<CancellationToken, Task<AgentAnswer>> call, CancellationToken ct)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (work, token) => await work(token), call, ct);
        }
        catch (BrokenCircuitException)
        {
            return Refusal ?? Refuse(null);
        }
    }

    /// <summary>The agent is not there, too slow or broken; that it refuses what it is given says nothing about
    /// it.</summary>
    private static bool IsFailure(AgentAnswer answer) =>
        answer.Error is { } error && (error.Status >= 500 || error.Type == StandardErrors.Timeout);

    private AgentAnswer Refuse(DateTimeOffset? until)
    {
        BreakerInstruments.Refused.Add(1, KeyValuePair.Create<string, object?>("agent", _agent));
        return AgentAnswer.Unavailable(
            $"At least {_options.BreakerPercent} % of its calls failed within {_options.BreakerWindow.TotalSeconds} s. "
            + (until is null ? "It is being tried with one call." : $"It is tried again from {until:O} on."));
    }

    private ValueTask Opened()
    {
        var until = _time.GetUtcNow() + _options.BreakerPause;
        Volatile.Write(ref _openUntil, until.UtcTicks);
        BreakerInstruments.Tell(_agent, "open");
        _logger.CircuitOpened(_agent, _options.BreakerPause.TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    private ValueTask HalfOpened()
    {
        BreakerInstruments.Tell(_agent, "half_open");
        _logger.CircuitProbed(_agent);
        return ValueTask.CompletedTask;
    }

    private ValueTask Closed()
    {
        Volatile.Write(ref _openUntil, DateTimeOffset.MinValue.UtcTicks);
        BreakerInstruments.Tell(_agent, "closed");
        _logger.CircuitClosed(_agent);
        return ValueTask.CompletedTask;
    }
}
