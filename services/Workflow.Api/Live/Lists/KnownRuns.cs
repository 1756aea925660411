using System.Runtime.InteropServices;
using Workflow.Database.Feed;

namespace Workflow.Api.Live.Lists;

/// <summary>The last revision that was told of each run, for as many as may be remembered. Not thread-safe.</summary>
internal sealed class KnownRuns(int most)
{
    private readonly Dictionary<Guid, (long Revision, bool IsOpen)> _runs = [];
    private readonly Queue<Guid> _ended = new();

    /// <summary>The open ones: an end of theirs may have been missed.</summary>
    public IEnumerable<FeedPlace> Open =>
        from run in _runs where run.Value.IsOpen select new FeedPlace(run.Key, run.Value.Revision);

    /// <summary>Notes a change.</summary>
    /// <returns>False when it, or a later one, was told before.</returns>
    public bool TryAdvance(Guid runId, long revision, bool isOpen)
    {
        if (!_runs.ContainsKey(runId) && _runs.Count - _ended.Count >= most && isOpen)
        {
            return true;
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_runs, runId, out var exists);
        if (exists && revision <= known.Revision)
        {
            return false;
        }

        known = (revision, isOpen);
        if (!isOpen)
        {
            Ended(runId);
        }

        return true;
    }

    /// <summary>Whether the run is remembered, at an earlier revision.</summary>
    public bool IsBehind(Guid runId, long revision) =>
        _runs.TryGetValue(runId, out var known) && known.Revision < revision;

    public void Forget(Guid runId) => _runs.Remove(runId);

    public void Clear()
    {
        _runs.Clear();
        _ended.Clear();
    }

    // An ended run is remembered for a while: an event that was late must not open it again.
    private void Ended(Guid runId)
    {
        _ended.Enqueue(runId);
        if (_ended.Count > most)
        {
            _runs.Remove(_ended.Dequeue());
        }
    }
}
