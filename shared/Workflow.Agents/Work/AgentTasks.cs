using System.Diagnostics.CodeAnalysis;

namespace Workflow.Agents.Work;

/// <summary>The tasks of one agent that are at work here or ended a while ago: the same task is never worked on twice
/// in one process. Thread-safe.</summary>
internal sealed class AgentTasks(int finishedMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, AgentTaskWork> _byTask = [];
    private readonly Queue<Guid> _finished = [];

    /// <summary>Finds the task's work, or begins it.</summary>
    /// <param name="begin">Makes the work; it is called at most once per task.</param>
    public AgentTaskWork GetOrBegin(Guid taskId, Func<AgentTaskWork> begin, out bool isNew)
    {
        lock (_gate)
        {
            isNew = !_byTask.TryGetValue(taskId, out var work);
            if (work is null)
            {
                _byTask[taskId] = work = begin();
                _ = RememberAsync(taskId, work);
            }

            return work;
        }
    }

    public bool TryFind(Guid taskId, [NotNullWhen(true)] out AgentTaskWork? work)
    {
        lock (_gate)
        {
            return _byTask.TryGetValue(taskId, out work);
        }
    }

    private async Task RememberAsync(Guid taskId, AgentTaskWork work)
    {
        await work.Result;
        lock (_gate)
        {
            _finished.Enqueue(taskId);
            while (_finished.Count > finishedMax)
            {
                _byTask.Remove(_finished.Dequeue());
            }
        }
    }
}
