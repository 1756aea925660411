using System.Threading.Channels;

namespace Workflow.Database.Intake;

/// <summary>Requests that wait for the flusher, bounded by count and by bytes. Many write, one reads.</summary>
internal sealed class IntakeQueue(IntakeOptions options)
{
    private readonly Channel<IntakeTicket> _tickets = Channel.CreateUnbounded<IntakeTicket>(
        new UnboundedChannelOptions { SingleReader = true });
    private int _count;
    private long _bytes;

    /// <summary>False when the queue is full or closed.</summary>
    public bool TryAdd(IntakeTicket ticket)
    {
        var count = Interlocked.Increment(ref _count);
        var bytes = Interlocked.Add(ref _bytes, ticket.Bytes);
        if (count <= options.QueueMax && bytes <= options.QueueBytesMax && _tickets.Writer.TryWrite(ticket))
        {
            return true;
        }

        Removed(ticket);
        return false;
    }

    /// <summary>Waits for a first ticket. False once the queue is closed and empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken ct) => _tickets.Reader.WaitToReadAsync(ct);

    /// <summary>Takes what waits, up to one batch; callers that have gone are left out.</summary>
    public List<IntakeTicket> TakeBatch()
    {
        var batch = new List<IntakeTicket>();
        long bytes = 0;
        while (batch.Count < options.BatchMax && bytes < options.BatchBytesMax
            && _tickets.Reader.TryRead(out var ticket))
        {
            Removed(ticket);
            if (!ticket.IsAbandoned)
            {
                batch.Add(ticket);
                bytes += ticket.Bytes;
            }
        }

        return batch;
    }

    /// <summary>Nothing more is taken; what waits is still flushed.</summary>
    public void Close() => _tickets.Writer.TryComplete();

    private void Removed(IntakeTicket ticket)
    {
        Interlocked.Decrement(ref _count);
        Interlocked.Add(ref _bytes, -ticket.Bytes);
    }
}

/// <summary>One request and its waiting caller.</summary>
internal sealed class IntakeTicket(NewRun run, CancellationToken caller)
{
    private readonly TaskCompletionSource<IntakeOutcome> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NewRun Run { get; } = run;

    public int Bytes => Run.Bytes;

    public Task<IntakeOutcome> Answer => _answer.Task;

    /// <summary>True once the caller has gone before anything was written.</summary>
    public bool IsAbandoned => caller.IsCancellationRequested && _answer.TrySetCanceled(caller);

    public void Complete(IntakeOutcome outcome) => _answer.TrySetResult(outcome);

    public void Fail(Exception error) => _answer.TrySetException(error);
}
