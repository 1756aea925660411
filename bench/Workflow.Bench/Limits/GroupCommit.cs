using System.Threading.Channels;

namespace Workflow.Bench.Limits;

/// <summary>Collects what many ask for and writes it together, one write at a time: what comes during a
/// write goes into the next.</summary>
internal sealed class GroupCommit<T> : IAsyncDisposable
{
    private readonly Channel<(T Item, TaskCompletionSource Done)> _waiting =
        Channel.CreateUnbounded<(T Item, TaskCompletionSource Done)>(
            new UnboundedChannelOptions { SingleReader = true });

    private readonly Func<IReadOnlyList<T>, Task> _write;
    private readonly int _most;
    private readonly Task _loop;

    /// <param name="most">Items of one write.</param>
    public GroupCommit(int most, Func<IReadOnlyList<T>, Task> write)
    {
        (_most, _write) = (most, write);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Ends when it is written.</summary>
    public Task AddAsync(T item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((item, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task LoopAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<(T Item, TaskCompletionSource Done)>();
            while (batch.Count < _most && _waiting.Reader.TryRead(out var one))
            {
                batch.Add(one);
            }

            try
            {
                await _write(batch.ConvertAll(one => one.Item));
                batch.ForEach(one => one.Done.SetResult());
            }
            catch (Exception error)
            {
                batch.ForEach(one => one.Done.SetException(error));
            }
        }
    }
}
