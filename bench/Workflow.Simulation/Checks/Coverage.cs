namespace Workflow.Simulation.Checks;

/// <summary>How much of what can go wrong schedules have met.</summary>
internal sealed class Coverage
{
    public long Runs { get; set; }

    /// <summary>Shards taken.</summary>
    public long TakeOvers { get; set; }

    public long Flushes { get; set; }

    /// <summary>Flushes that the fence kept from writing.</summary>
    public long Fenced { get; set; }

    /// <summary>Flushes executed for a process that was gone or had given them up.</summary>
    public long Orphaned { get; set; }

    public long Effects { get; set; }

    public long Cancels { get; set; }

    /// <summary>Shards that were taken again although they had stayed assigned.</summary>
    public long Healed { get; set; }

    public void Add(Coverage other)
    {
        Runs += other.Runs;
        TakeOvers += other.TakeOvers;
        Flushes += other.Flushes;
        Fenced += other.Fenced;
        Orphaned += other.Orphaned;
        Effects += other.Effects;
        Cancels += other.Cancels;
        Healed += other.Healed;
    }
}
