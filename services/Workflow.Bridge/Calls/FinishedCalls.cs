namespace Workflow.Bridge.Calls;

/// <summary>Encoded results of recent calls, to answer a task that comes again. The least recently used go first.
/// Thread-safe.</summary>
internal sealed class FinishedCalls(int countMax, long bytesMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, LinkedListNode<(Guid TaskId, byte[] Result)>> _byTask = [];
    private readonly LinkedList<(Guid TaskId, byte[] Result)> _byUse = [];
    private long _bytes;

    public byte[]? Find(Guid taskId)
    {
        lock (_gate)
        {
            if (!_byTask.TryGetValue(taskId, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Result;
        }
    }

    public void Remember(Guid taskId, byte[] result)
    {
        lock (_gate)
        {
            if (_byTask.Remove(taskId, out var old))
            {
                Forget(old);
            }

            _byTask[taskId] = _byUse.AddFirst((taskId, result));
            _bytes += result.Length;
            while (_byTask.Count > countMax || _bytes > bytesMax)
            {
                var last = _byUse.Last!;
                _byTask.Remove(last.Value.TaskId);
                Forget(last);
            }
        }
    }

    private void Forget(LinkedListNode<(Guid TaskId, byte[] Result)> node)
    {
        _byUse.Remove(node);
        _bytes -= node.Value.Result.Length;
    }
}
