using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Platform;

namespace Workflow.ChaosTests.Checks;

/// <summary>A stretch of time.</summary>
internal readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To);

/// <summary>When what was broken, from the record of the faults.</summary>
internal sealed class Outages(IReadOnlyList<FaultRecord> faults)
{
    /// <summary>The database was away.</summary>
    public IReadOnlyList<Stretch> Database { get; } = Of(faults, fault => fault.Kind == FaultKind.DatabaseRestart);

    /// <summary>The broker was away, frozen, slow or refused requests.</summary>
    public IReadOnlyList<Stretch> Broker { get; } = Of(faults, fault => fault.Target == Fault.Broker);

    /// <summary>The bridge was frozen.</summary>
    public IReadOnlyList<Stretch> BridgeFrozen { get; } =
        Of(faults, fault => fault is { Kind: FaultKind.Freeze, Target: Fleet.BridgeName });

    public static IReadOnlyList<Stretch> Of(IEnumerable<FaultRecord> faults, Func<Fault, bool> which) =>
        [.. faults.Where(record => which(record.Fault)).Select(record => new Stretch(record.Began, record.Ended))];

    /// <summary>How much of the time between two moments lies outside the stretches.</summary>
    public static TimeSpan Outside(DateTimeOffset from, DateTimeOffset to, IEnumerable<Stretch> stretches)
    {
        var (left, at) = (TimeSpan.Zero, from);
        foreach (var stretch in stretches.OrderBy(stretch => stretch.From))
        {
            if (stretch.From >= to)
            {
                break;
            }

            left += stretch.From > at ? stretch.From - at : TimeSpan.Zero;
            at = stretch.To > at ? stretch.To : at;
        }

        return to > at ? left + (to - at) : left;
    }
}
