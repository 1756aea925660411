using System.Text.Json;
using Workflow.Model;
using Workflow.Simulation.Consumers;
using Workflow.Simulation.Store;
using Workflow.Simulation.World;

namespace Workflow.Simulation.Agents;

/// <summary>The topics of tasks and results, the bridge between them, and agents that give every execution an answer of
/// its own.</summary>
internal sealed class ModelAgents(
    ModelDatabase database, Network network, VirtualClock clock, Chance chance, Story story)
{
    private readonly List<AgentTask> _tasks = [];
    private readonly List<AgentTask> _calls = [];
    private readonly Dictionary<Guid, AgentResult> _finished = [];
    private readonly List<ResultMessage> _results = [];
    private int _executions;

    public bool HasTasks => _tasks.Count > 0;

    public bool HasCalls => _calls.Count > 0;

    public IReadOnlyList<ResultMessage> Results => _results;

    public void Send(AgentTask task) => _tasks.Add(task);

    /// <summary>A task is lost on its way; its owner sends it again.</summary>
    public void LoseTask() => _tasks.RemoveAt(chance.Below(_tasks.Count));

    /// <summary>Admission: an attempt that is known is answered from memory, one that is not wanted any more is
    /// dropped (TaskLookup), any other is called.</summary>
    public string TakeTask()
    {
        var at = chance.Below(_tasks.Count);
        var task = _tasks[at];
        _tasks.RemoveAt(at);
        if (_finished.TryGetValue(task.TaskId, out var result))
        {
            _results.Add(new ResultMessage(result));
            return story.Words($"the bridge answers task {task.Step} again");
        }

        if (_calls.Exists(call => call.TaskId == task.TaskId)
            || !database.IsWanted(task.RunId, new StepKey(task.StepPath, task.Iteration, task.Attempt)))
        {
            return story.Words($"the bridge drops task {task.Step}");
        }

        _calls.Add(task);
        return story.Words($"the bridge calls the agent for {task.Step}");
    }

    public string Answer()
    {
        var at = chance.Below(_calls.Count);
        var task = _calls[at];
        _calls.RemoveAt(at);
        var result = new AgentResult(
            task.TaskId, task.RunId, AgentOutcome.Completed, RawJson.FromText($"{{\"n\":{++_executions}}}"), null,
            task.Shard, null, clock.GetUtcNow());
        _finished[task.TaskId] = result;
        _results.Add(new ResultMessage(result));
        return story.Words($"the agent answers {task.Step} with {_executions}");
    }

    public void LoseResult() => _results.RemoveAt(chance.Below(_results.Count));

    /// <summary>The bridge is killed: what it knew is gone.</summary>
    public void ForgetCalls()
    {
        _calls.Clear();
        _finished.Clear();
    }

    /// <summary>LaneMessages.TakeResult at somebody who reads the shard's lane. A message comes again until it is
    /// done.</summary>
    public void Deliver(ResultMessage message, Consumer consumer) => consumer.Lane.Enter(() =>
    {
        message.TakenBy = consumer;
        void Finish(bool isCommitted)
        {
            if (isCommitted)
            {
                _results.Remove(message);
            }
            else
            {
                _ = KeepAsync(message, consumer);
            }
        }

        if (!consumer.Calls.TryDeliver(message.Result, Finish))
        {
            Finish(isCommitted: false);
        }
    });

    /// <summary>ResultInbox.KeepAsync.</summary>
    private async Task KeepAsync(ResultMessage message, Consumer consumer)
    {
        var result = message.Result;
        while (true)
        {
            try
            {
                var woken = await network.ReadAsync(consumer, "keep result", rows => rows.AddToInbox(
                    result.RunId!.Value, result.TaskId!.Value,
                    new RawJson(JsonSerializer.SerializeToUtf8Bytes(result, MessageJson.Default.AgentResult))));
                _results.Remove(message);
                if (woken)
                {
                    await consumer.Starter.LoadLaterAsync(result.RunId!.Value);
                }

                return;
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            }
        }
    }
}

/// <summary>A result on its topic.</summary>
internal sealed class ResultMessage(AgentResult result)
{
    public AgentResult Result { get; } = result;

    /// <summary>Who has read it and not finished with it.</summary>
    public Consumer? TakenBy { get; set; }
}
