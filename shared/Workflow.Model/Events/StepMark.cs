namespace Workflow.Model;

/// <summary>When one attempt of a step began or ended; sorts by time as the database keeps it, then by key.</summary>
public readonly record struct StepMark(StepKey Key, string StepId, DateTimeOffset At) : IComparable<StepMark>
{
    public int CompareTo(StepMark other)
    {
        var order = Moment.Of(At).CompareTo(Moment.Of(other.At));
        order = order != 0 ? order : string.CompareOrdinal(Key.Path, other.Key.Path);
        order = order != 0 ? order : string.CompareOrdinal(Key.Iteration, other.Key.Iteration);
        return order != 0 ? order : Key.Attempt.CompareTo(other.Key.Attempt);
    }

    public static bool operator <(StepMark left, StepMark right) => left.CompareTo(right) < 0;

    public static bool operator >(StepMark left, StepMark right) => left.CompareTo(right) > 0;

    public static bool operator <=(StepMark left, StepMark right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StepMark left, StepMark right) => left.CompareTo(right) >= 0;
}

/// <summary>Times as the database keeps them: in UTC, to the microsecond.</summary>
public static class Moment
{
    public static DateTimeOffset Of(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
