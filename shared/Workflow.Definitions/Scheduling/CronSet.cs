using System.Numerics;

namespace Workflow.Definitions.Scheduling;

/// <summary>The values that one field of a cron expression takes, each below 64.</summary>
/// <param name="IsOpen">The field begins with <c>*</c> or <c>?</c>: of the two fields for days it leaves the choice to
/// the other.</param>
/// <param name="IsInterval">It is written with <c>*</c>, <c>-</c> or <c>/</c>.</param>
internal readonly record struct CronSet(ulong Bits, bool IsOpen, bool IsInterval)
{
    public bool Has(int value) => (Bits & (1UL << value)) != 0;

    /// <summary>The first value that is not below <paramref name="value"/>; null when there is none.</summary>
    public int? From(int value)
    {
        var rest = value > 63 ? 0 : Bits >> value;
        return rest == 0 ? null : value + BitOperations.TrailingZeroCount(rest);
    }
}
