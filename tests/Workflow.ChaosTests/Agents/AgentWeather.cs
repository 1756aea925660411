using Workflow.ChaosTests.Faults;

namespace Workflow.ChaosTests.Agents;

/// <summary>What an agent does with a call.</summary>
internal enum AgentMood
{
    Answer,
    Fail,
    Hang,
    Drop,
}

/// <summary>How one call is treated: first the delay, then the mood.</summary>
internal readonly record struct AgentDecision(AgentMood Mood, TimeSpan Delay);

/// <summary>Decides about every call: from the seed, the call's number in the load and its attempt; and from the fault
/// that reigns. Later attempts are always treated well, so that every run can reach its end.</summary>
internal sealed class AgentWeather(int seed)
{
    /// <summary>Attempts that may meet a fault.</summary>
    public const int TroubledAttempts = 4;

    private const double ReigningShare = 0.6;

    /// <summary>Beyond the time limit of the load's calls: the answer comes late.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(4.6);

    private int _reigning = -1;

    public void Turn(FaultKind kind) => Volatile.Write(ref _reigning, (int)kind);

    public bool Reigns(FaultKind kind) => Volatile.Read(ref _reigning) == (int)kind;

    public void Clear() => Volatile.Write(ref _reigning, -1);

    /// <param name="number">Of the run in the load.</param>
    /// <param name="place">Of the call in its run.</param>
    public AgentDecision Decide(int number, int place, int attempt)
    {
        // One draw per call, whatever came before it.
        var random = new Random(unchecked((seed * 397 ^ number) * 397 ^ (place * 31 + attempt)));
        var (share, draw, part) = (random.NextDouble(), random.NextDouble(), random.NextDouble());
        var usual = TimeSpan.FromMilliseconds(5 + 40 * part);
        if (attempt > TroubledAttempts)
        {
            return new AgentDecision(AgentMood.Answer, usual);
        }

        if (share < ReigningShare && Volatile.Read(ref _reigning) is >= 0 and var reigning)
        {
            return (FaultKind)reigning switch
            {
                FaultKind.AgentsSlow => new AgentDecision(AgentMood.Answer, TimeSpan.FromSeconds(0.5 + 3 * part)),
                FaultKind.AgentsFail => new AgentDecision(AgentMood.Fail, usual),
                FaultKind.AgentsHang => new AgentDecision(AgentMood.Hang, usual),
                FaultKind.AgentsDrop => new AgentDecision(AgentMood.Drop, usual),
                _ => new AgentDecision(AgentMood.Answer, usual),
            };
        }

        return draw switch
        {
            < 0.02 => new AgentDecision(AgentMood.Fail, usual),
            < 0.03 => new AgentDecision(AgentMood.Drop, usual),
            < 0.035 => new AgentDecision(AgentMood.Hang, usual),
            < 0.04 => new AgentDecision(AgentMood.Answer, Late),
            < 0.08 => new AgentDecision(AgentMood.Answer, TimeSpan.FromSeconds(0.3 + 2 * part)),
            _ => new AgentDecision(AgentMood.Answer, usual),
        };
    }
}
