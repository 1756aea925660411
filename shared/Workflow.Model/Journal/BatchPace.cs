namespace Workflow.Model;

/// <summary>How long whoever writes in batches lets the next one grow. While they have been large of late, a short wait
/// brings company, and fewer and larger batches cost less; while they are small it would bring nobody.</summary>
/// <remarks>The mean of the last few decides, not the last one alone: under load, one that comes too early is small and
/// holds up all that arrive behind it; if it ended the waiting, the next would be too early again.</remarks>
/// <param name="from">Mean size of batches from which on the next one waits.</param>
public sealed class BatchPace(int from, TimeSpan wait, TimeProvider clock)
{
    /// <summary>What the newest batch counts in the mean; the four newest make two thirds of it.</summary>
    private const double Newest = 0.25;

    /// <summary>So few after a wait are those who are left when the many have gone: they do not wait again.</summary>
    private const int Few = 2;

    private double _mean;

    /// <summary>Whether the next batch waits for company.</summary>
    public bool Gathers => _mean >= from;

    /// <summary>To be called once something waits, before it is taken.</summary>
    public Task GatherAsync(CancellationToken ct) =>
        Gathers ? Task.Delay(wait, clock, ct) : Task.CompletedTask;

    /// <param name="size">Of the batch that was written.</param>
    public void Wrote(int size) =>
        _mean = Gathers && size <= Few ? from / 2.0 : _mean + Newest * (size - _mean);
}
