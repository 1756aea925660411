using System.Threading.Channels;

namespace Workflow.Api.Live.Connections;

/// <summary>Wakes the one who waits; a signal that nobody waits for is kept, several are one.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _slot = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _slot.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken ct) => _slot.Reader.ReadAsync(ct);
}
