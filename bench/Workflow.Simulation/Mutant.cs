namespace Workflow.Simulation;

/// <summary>A bug put into the protocol, to see that the checks notice it.</summary>
public enum Mutant
{
    /// <summary>The protocol as it is.</summary>
    None,

    /// <summary>A flush writes without asking whose the shard is.</summary>
    NoFence,

    /// <summary>A flush reads whose the shard is, and waits for the lock afterwards.</summary>
    ReadsBeforeLock,

    /// <summary>A message counts as done when it arrives, not when what it asked for is committed.</summary>
    EarlyOffset,

    /// <summary>A step's effect starts before what it depends on is committed.</summary>
    NoBarrier,

    /// <summary>Effects start however long ago ownership was last confirmed.</summary>
    StaleProof,

    /// <summary>An assigned partition that was fenced off by a late take-over is not taken again.</summary>
    NoHealing,
}
