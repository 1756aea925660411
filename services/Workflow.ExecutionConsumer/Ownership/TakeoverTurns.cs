using System.Threading.Channels;

namespace Workflow.ExecutionConsumer.Ownership;

/// <summary>Turns at the database for taking shards and loading their runs, given in the order of asking.
/// Thread-safe.</summary>
/// <remarks>A dead neighbour's shards come all together. If each asked for a connection of its own at once, the server
/// would open them, and plan the same statements on each, while the runs wait.</remarks>
internal sealed class TakeoverTurns
{
    private const int AtOnce = 3;

    private readonly Channel<bool> _free = Channel.CreateBounded<bool>(AtOnce);

    public TakeoverTurns()
    {
        while (_free.Writer.TryWrite(true))
        {
        }
    }

    /// <summary>The turn lasts until it is disposed of. Not to be asked for by whoever has one.</summary>
    public async Task<Turn> NextAsync(CancellationToken ct)
    {
        await _free.Reader.ReadAsync(ct);
        return new Turn(_free.Writer);
    }

    /// <summary>To be given back once.</summary>
    public readonly struct Turn(ChannelWriter<bool> free) : IDisposable
    {
        public void Dispose() => free.TryWrite(true);
    }
}
