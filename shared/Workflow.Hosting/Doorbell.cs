namespace Workflow.Hosting;

/// <summary>Wakes one waiter; a ring while nobody waits is kept for the next wait. Anybody may ring.</summary>
public sealed class Doorbell
{
    private TaskCompletionSource _rung = New();

    public void Ring() => Volatile.Read(ref _rung).TrySetResult();

    /// <summary>Waits for a ring, at most so long, or until <paramref name="ct"/>; throws for neither.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        var rung = Volatile.Read(ref _rung).Task;
        await rung.WaitAsync(atMost, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (rung.IsCompleted)
        {
            Volatile.Write(ref _rung, New());
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
