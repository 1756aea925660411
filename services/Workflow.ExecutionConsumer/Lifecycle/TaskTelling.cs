using System.Text.Json;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lifecycle;

/// <summary>Tells what a change of a run meant for its tasks. An attempt after the first is told as a retry; listening
/// is told of the workflow too.</summary>
/// <param name="name">Qualified name of the run.</param>
/// <param name="hasTasks">False: only listening is told.</param>
/// <param name="error">Writes the member <c>error</c>.</param>
internal sealed class TaskTelling(
    LifecycleRun run, long revision, string name, bool hasTasks, Action<Utf8JsonWriter, RawJson, string?> error,
    RedactionRules view)
{
    private readonly List<(DateTimeOffset At, bool IsEnd, int Depth, LifecycleEvent Event)> _told = [];

    /// <returns>In the order in which they happened: what contains something begins before it, and ends
    /// after.</returns>
    public IEnumerable<LifecycleEvent> Of(IEnumerable<LifecycleStep> steps)
    {
        foreach (var step in steps)
        {
            // Skipped by its own `if`: the task has never been one of the run.
            if (step.Status == "SKIPPED" && step.BeganRevision == step.EndedRevision)
            {
                continue;
            }

            if (step.BeganRevision == revision)
            {
                Begin(step);
            }

            if (step.EndedRevision == revision && step.CompletedAt is { } endedAt)
            {
                End(step, endedAt);
            }
        }

        return _told.OrderBy(one => one.At).ThenBy(one => one.IsEnd)
            .ThenBy(one => one.IsEnd ? -one.Depth : one.Depth).Select(one => one.Event);
    }

    private void Begin(LifecycleStep step)
    {
        var at = step.StartedAt;
        if (step.Key.Attempt == 1)
        {
            Add(step, "created", "createdAt", at, isEnd: false);
        }
        else
        {
            Add(step, "retried", "retriedAt", at, isEnd: false);
        }

        Add(step, "started", "startedAt", at, isEnd: false);
        if (step.IsListen)
        {
            Correlation(step, "correlation-started", "startedAt", at, isEnd: false);
        }
    }

    private void End(LifecycleStep step, DateTimeOffset at)
    {
        switch (step.Status)
        {
            case "FAILED":
                Add(step, "faulted", "faultedAt", at, isEnd: true,
                    json => error(json, step.Error, step.ErrorMessage));
                break;
            case "CANCELLED":
                Add(step, "cancelled", "cancelledAt", at, isEnd: true);
                break;
            case "COMPLETED" or "SKIPPED":
                Add(step, "completed", "completedAt", at, isEnd: true,
                    json => LifecycleTelling.WriteOutput(json, view, step.Output));
                if (step.IsListen)
                {
                    Correlation(step, "correlation-completed", "completedAt", at, isEnd: true);
                }

                break;
        }
    }

    private void Add(
        LifecycleStep step, string what, string atName, DateTimeOffset at, bool isEnd,
        Action<Utf8JsonWriter>? more = null)
    {
        if (hasTasks)
        {
            Add(step, $"task.{what}", at, isEnd, json =>
            {
                json.WriteString("workflow", name);
                json.WriteString("task", step.Key.Path);
                json.WriteString(atName, at);
                more?.Invoke(json);
            });
        }
    }

    private void Correlation(LifecycleStep step, string what, string atName, DateTimeOffset at, bool isEnd) =>
        Add(step, $"workflow.{what}", at, isEnd, json =>
        {
            json.WriteString("name", name);
            json.WriteString(atName, at);
        });

    private void Add(
        LifecycleStep step, string type, DateTimeOffset at, bool isEnd, Action<Utf8JsonWriter> data)
    {
        var detail = $"/{step.Key.Attempt}@{step.Key.Iteration}@{step.Key.Path}";
        _told.Add((at, isEnd, step.Key.Path.Length, LifecycleEvent.Of(run, revision, type, detail, at, data)));
    }
}
