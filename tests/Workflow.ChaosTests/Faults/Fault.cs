using System.Globalization;

namespace Workflow.ChaosTests.Faults;

/// <summary>What can be done to the platform.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL; a new process after the length.</summary>
    Kill,

    /// <summary>SIGTERM; a new process after the length, once the old one has ended.</summary>
    Terminate,

    /// <summary>SIGSTOP, and SIGCONT after the length.</summary>
    Freeze,

    /// <summary>PostgreSQL is stopped (fast or immediate), and started after the length.</summary>
    DatabaseRestart,

    /// <summary>Some connections of the services are ended in the middle of whatever they do.</summary>
    ConnectionCuts,

    /// <summary>The broker closes every connection and refuses new ones; it keeps its messages.</summary>
    BrokerDown,

    /// <summary>Requests of one kind are refused.</summary>
    BrokerErrors,

    /// <summary>Every answer of the broker is late.</summary>
    BrokerSlow,

    /// <summary>The broker is killed: all messages and groups are gone.</summary>
    MessagesLost,

    /// <summary>Agents answer late.</summary>
    AgentsSlow,

    /// <summary>Agents answer 500.</summary>
    AgentsFail,

    /// <summary>Agents do not answer at all.</summary>
    AgentsHang,

    /// <summary>Agents cut the connection.</summary>
    AgentsDrop,

    /// <summary>Messages come twice, the second time late and out of order.</summary>
    DuplicateMessages,
}

/// <summary>One fault of the plan.</summary>
/// <param name="Target">Member of the fleet; postgres, broker or agents.</param>
/// <param name="At">Since the start of the load.</param>
/// <param name="Detail">What the kind needs to know further.</param>
internal sealed record Fault(
    int Number, FaultKind Kind, string Target, TimeSpan At, TimeSpan Length, string Detail = "")
{
    public const string Database = "postgres";
    public const string Broker = "broker";
    public const string Agents = "agents";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number,3} {At.TotalSeconds,7:0.0} s  {Kind,-17} {Target,-11} {Length.TotalSeconds,5:0.0} s  {Detail}")
        .TrimEnd();
}

/// <summary>A fault as it happened.</summary>
/// <param name="Victim">Id of the process that it hit; empty when it hit none.</param>
/// <param name="Ended">When all was started again; for a freeze, woken.</param>
internal sealed record FaultRecord(Fault Fault, string Victim, DateTimeOffset Began, DateTimeOffset Ended, string Note);
