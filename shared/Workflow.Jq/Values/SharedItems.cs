namespace Workflow.Jq.Values;

/// <summary>
/// Room shared by arrays of which each is the beginning of the next, so that appending one by one costs linear time.
/// </summary>
internal sealed class SharedItems(JqValue[] items, int used)
{
    private int _used = used;

    public JqValue[] Items { get; } = items;

    /// <summary>
    /// Takes the room behind the first <paramref name="count"/> items, unless another array already did.
    /// </summary>
    public bool TryTake(int count, int more) =>
        count + more <= Items.Length && Interlocked.CompareExchange(ref _used, count + more, count) == count;
}
