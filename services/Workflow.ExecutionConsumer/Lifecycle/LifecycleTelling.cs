using System.Text.Json;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lifecycle;

/// <summary>Tells a change of a run as lifecycle events, with the data that the DSL's reference lists
/// (dsl-reference.md, "Lifecycle Events").</summary>
/// <param name="view">Takes out of outputs and errors what nobody is to see.</param>
/// <param name="hasTasks">Whether tasks are told of, or workflows only.</param>
internal sealed class LifecycleTelling(RedactionRules view, bool hasTasks)
{
    /// <param name="steps">The run's steps that began or ended with the change.</param>
    /// <returns>In the order in which they happened.</returns>
    public List<LifecycleEvent> Of(RunEvent change, LifecycleRun run, IEnumerable<LifecycleStep> steps)
    {
        var names = new QualifiedName(run);
        var told = new List<LifecycleEvent>();
        if (run.StartedRevision == change.Revision)
        {
            told.Add(Workflow("started", "startedAt", run.StartedAt, names.Definition));
        }

        if (change.Paused is { } isPaused)
        {
            told.Add(isPaused
                ? Workflow("suspended", "suspendedAt", change.Timestamp)
                : Workflow("resumed", "resumedAt", change.Timestamp));
        }

        told.AddRange(new TaskTelling(run, change.Revision, names.Name, hasTasks, Error, view).Of(steps));
        var endedAt = run.CompletedAt ?? change.Timestamp;
        switch (change.Change)
        {
            case "completed":
                told.Add(Workflow("completed", "completedAt", endedAt, json => WriteOutput(json, view, run.Output)));
                break;
            case "cancelled":
                told.Add(Workflow("cancelled", "cancelledAt", endedAt));
                break;
            case "failed":
                told.Add(Workflow(
                    "faulted", "faultedAt", endedAt, json => Error(json, run.Error, run.ErrorMessage)));
                break;
        }

        return told;

        LifecycleEvent Workflow(string what, string atName, DateTimeOffset at, Action<Utf8JsonWriter>? more = null) =>
            LifecycleEvent.Of(run, change.Revision, $"workflow.{what}", "", at, json =>
            {
                json.WriteString("name", names.Name);
                json.WriteString(atName, at);
                more?.Invoke(json);
            });
    }

    /// <summary>The output, if there is one.</summary>
    internal static void WriteOutput(Utf8JsonWriter json, RedactionRules view, RawJson output)
    {
        if (!output.IsEmpty)
        {
            json.WritePropertyName("output");
            json.WriteRawValue(view.Apply(output).Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>The error as it is recorded; a plain one where only its words are.</summary>
    private void Error(Utf8JsonWriter json, RawJson error, string? message)
    {
        json.WritePropertyName("error");
        if (!error.IsNull)
        {
            json.WriteRawValue(view.Apply(error).Utf8.Span, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", StandardErrors.Runtime);
        json.WriteNumber("status", 500);
        json.WriteString("title", message ?? "The run failed.");
        json.WriteEndObject();
    }
}
