namespace Workflow.Kafka;

/// <summary>Which offset of one partition may be committed: everything below it is done (R7). Not
/// thread-safe.</summary>
internal sealed class OffsetWatermark
{
    private long[] _offsets = new long[64];
    private bool[] _done = new bool[64];
    private int _first;
    private int _count;
    private long _last = -1;
    private long _commit = -1;
    private long _reported = -1;

    /// <summary>Messages taken and not yet covered by the watermark.</summary>
    public int Open => _count;

    /// <summary>Notes a message that was handed out. Offsets ascend, gaps are allowed (compaction,
    /// transactions).</summary>
    /// <returns>False when the offset is not above the last one: the log began anew or was rewound, and wants a new
    /// watermark.</returns>
    public bool Taken(long offset)
    {
        if (offset <= _last)
        {
            return false;
        }

        if (_count == _offsets.Length)
        {
            Grow();
        }

        var slot = Slot(_count++);
        _offsets[slot] = _last = offset;
        _done[slot] = false;
        return true;
    }

    /// <summary>Notes that a message is done, in any order. What was never taken, or is done already, changes
    /// nothing.</summary>
    public void Done(long offset)
    {
        var (low, high) = (0, _count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = _offsets[Slot(middle)];
            if (found == offset)
            {
                _done[Slot(middle)] = true;
                break;
            }

            (low, high) = found < offset ? (middle + 1, high) : (low, middle - 1);
        }

        while (_count > 0 && _done[_first])
        {
            _commit = _offsets[_first] + 1;
            _first = Slot(1);
            _count--;
        }
    }

    /// <summary>The offset to commit, the first that is not done, if it moved since the last call.</summary>
    public bool TryAdvance(out long commit)
    {
        commit = _commit;
        var moved = _commit > _reported;
        _reported = _commit;
        return moved;
    }

    private int Slot(int index) => (_first + index) % _offsets.Length;

    private void Grow()
    {
        var (offsets, done) = (new long[_count * 2], new bool[_count * 2]);
        for (var i = 0; i < _count; i++)
        {
            (offsets[i], done[i]) = (_offsets[Slot(i)], _done[Slot(i)]);
        }

        (_offsets, _done, _first) = (offsets, done, 0);
    }
}
