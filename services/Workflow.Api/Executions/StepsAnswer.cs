using System.Buffers;
using System.Text.Json;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Executions;

/// <summary>Shapes a run's steps for callers.</summary>
public static class StepsAnswer
{
    public static ExecutionSteps Of(Guid runId, StepsView view) => new(
        runId,
        view.Progress.CurrentStep,
        view.Progress.TotalSteps,
        [.. view.Page.Select(Step)],
        view.AgentPath,
        view.Decisions.ToDictionary(
            decision => decision.StepId, decision => new ExecutionDecision(decision.Outcome, decision.Timestamp)));

    private static ExecutionStep Step(StepView step) => new(
        step.StepId, step.StepType, step.AgentName, step.ToolName, step.Status.ToJson(), step.StartedAt,
        step.CompletedAt,
        step.DurationMs, step.ErrorMessage, MetadataOf(step))
    {
        Progress = step.Progress,
    };

    /// <summary>The recorded metadata, and the step's key in the run.</summary>
    private static RawJson MetadataOf(StepView step)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            if (!step.Metadata.IsEmpty)
            {
                using var recorded = JsonDocument.Parse(step.Metadata.Utf8);
                if (recorded.RootElement.ValueKind == JsonValueKind.Object)
                {
                    foreach (var member in recorded.RootElement.EnumerateObject().Where(member => !IsKey(member.Name)))
                    {
                        member.WriteTo(writer);
                    }
                }
            }

            writer.WriteString("step_path"u8, step.StepPath);
            writer.WriteString("iteration"u8, step.Iteration);
            writer.WriteNumber("attempt"u8, step.Attempt);
            writer.WriteEndObject();
        }

        return new RawJson(text.WrittenMemory);
    }

    private static bool IsKey(string name) => name is "step_path" or "iteration" or "attempt";
}
