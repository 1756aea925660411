namespace Workflow.Hosting;

/// <summary>Pauses that double from the first to the longest. Not thread-safe.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _doublings;

    public TimeSpan Next()
    {
        var pause = first * Math.Pow(2, _doublings);
        if (pause >= longest)
        {
            return longest;
        }

        _doublings++;
        return pause;
    }

    public void Reset() => _doublings = 0;
}
