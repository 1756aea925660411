using System.Globalization;
using Workflow.ChaosTests.Platform;

namespace Workflow.ChaosTests.Faults;

/// <summary>Which faults happen when, from the seed alone. Faults overlap, but each target has one at a time. The
/// broker loses nothing in the first half: whoever counts on it there is judged too.</summary>
internal static class FaultPlan
{
    /// <summary>Time at the beginning that is left alone, so that there is something to break.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(4);

    /// <summary>Time that a target is left alone after its fault.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan GapLeast = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan GapMost = TimeSpan.FromSeconds(8);

    // Kafka's numbers of requests: produce, fetch, offset commit, join, heartbeat, sync.
    private static readonly int[] Requests = [0, 1, 8, 11, 12, 14];

    // Not leader, timed out, coordinator loading, not coordinator; -195 cuts the connection.
    private static readonly int[] Errors = [6, 7, 14, 16, -195];

    private static readonly (FaultKind Kind, int Weight)[] Weights =
    [
        (FaultKind.Kill, 22), (FaultKind.Terminate, 14), (FaultKind.Freeze, 18), (FaultKind.DatabaseRestart, 7),
        (FaultKind.ConnectionCuts, 8), (FaultKind.BrokerDown, 5), (FaultKind.BrokerErrors, 6),
        (FaultKind.BrokerSlow, 4), (FaultKind.MessagesLost, 4), (FaultKind.AgentsSlow, 3), (FaultKind.AgentsFail, 3),
        (FaultKind.AgentsHang, 2), (FaultKind.AgentsDrop, 3), (FaultKind.DuplicateMessages, 4),
    ];

    public static IReadOnlyList<Fault> Of(int seed, TimeSpan duration)
    {
        var random = new Random(seed);
        var busyUntil = new Dictionary<string, TimeSpan>();
        var faults = new List<Fault>();
        for (var at = Calm; at < duration; at += Between(random, GapLeast, GapMost))
        {
            Fault fault;
            do
            {
                fault = Draw(random, faults.Count + 1, at);
            }
            while (fault.At < busyUntil.GetValueOrDefault(fault.Target)
                || (fault.Kind == FaultKind.MessagesLost && at < duration / 2));

            faults.Add(fault);
            busyUntil[fault.Target] = fault.At + fault.Length + Rest;
        }

        return faults;
    }

    private static Fault Draw(Random random, int number, TimeSpan at)
    {
        var kind = DrawKind(random);
        var (target, length, detail) = kind switch
        {
            // Some stay away until others have taken over, some come back in the middle of that.
            FaultKind.Kill or FaultKind.Terminate =>
                (Process(random), random.Next(2) == 0 ? Seconds(random, 0.2, 4) : Seconds(random, 5.5, 8), ""),
            FaultKind.Freeze => random.Next(3) == 0
                ? (ProcessOrBroker(random), Seconds(random, 0.3, 1.5), "shorter than a session")
                : (ProcessOrBroker(random), Seconds(random, 3.5, 7), "longer than a session"),
            FaultKind.DatabaseRestart =>
                (Fault.Database, Seconds(random, 0.1, 3), random.Next(2) == 0 ? "fast" : "immediate"),
            FaultKind.ConnectionCuts => (
                Fault.Database, TimeSpan.Zero,
                random.Next(10, 101).ToString(CultureInfo.InvariantCulture) + " percent"),
            FaultKind.BrokerDown => (Fault.Broker, Seconds(random, 0.5, 8), ""),
            FaultKind.BrokerErrors => (Fault.Broker, Seconds(random, 1, 5), FormattableString.Invariant(
                $"{Requests[random.Next(Requests.Length)]} {Errors[random.Next(Errors.Length)]}")),
            FaultKind.BrokerSlow => (Fault.Broker, Seconds(random, 2, 6), FormattableString.Invariant(
                $"{random.Next(50, 400)} ms")),
            FaultKind.MessagesLost => (Fault.Broker, Seconds(random, 0.2, 3), ""),
            _ => (Fault.Agents, Seconds(random, 3, 8), ""),
        };
        return new Fault(number, kind, target, at, length, detail);
    }

    private static FaultKind DrawKind(Random random)
    {
        var left = random.Next(Weights.Sum(pair => pair.Weight));
        return Weights.First(pair => (left -= pair.Weight) < 0).Kind;
    }

    private static string Process(Random random) => random.Next(10) switch
    {
        < 6 => Fleet.ConsumerNames[random.Next(Fleet.Consumers)],
        < 8 => Fleet.BridgeName,
        _ => Fleet.ApiName,
    };

    private static string ProcessOrBroker(Random random) => random.Next(8) == 0 ? Fault.Broker : Process(random);

    private static TimeSpan Seconds(Random random, double least, double most) =>
        Between(random, TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));

    private static TimeSpan Between(Random random, TimeSpan least, TimeSpan most) =>
        TimeSpan.FromMilliseconds(Math.Round((least + (most - least) * random.NextDouble()).TotalMilliseconds));
}
