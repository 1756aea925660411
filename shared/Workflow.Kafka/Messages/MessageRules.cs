using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>What a message must hold beyond being JSON of the right shape.</summary>
internal static class MessageRules
{
    private static readonly string[] RunStatuses = [.. Enum.GetValues<RunStatus>().Select(status => status.ToJson())];

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Fault(object message) => message switch
    {
        ExecutionRequest m => Type(m.MessageType, ExecutionRequest.Type) ?? RunId(m.RunId),
        CancellationRequest m => Type(m.MessageType, CancellationRequest.Type) ?? RunId(m.RunId),
        AgentTask m => Type(m.MessageType, AgentTask.Type) ?? RunId(m.RunId) ?? Fault(m),
        AgentResult m => Type(m.MessageType, AgentResult.Type) ?? Fault(m),
        RunEvent m => Type(m.MessageType, RunEvent.Type) ?? RunId(m.RunId) ?? Fault(m),
        RunEventEnd m => Type(m.MessageType, RunEvent.Type) ?? RunId(m.RunId) ?? Status(m.Status),
        RunReport m => Type(m.MessageType, RunReport.Type) ?? RunId(m.RunId) ?? Missing("step_path", m.StepPath)
            ?? (m.Lines is null ? "lines is missing" : null),
        RunSignal m => Type(m.MessageType, RunSignal.Type) ?? RunId(m.RunId),
        DeadLetter m =>
            Type(m.MessageType, DeadLetter.Type) ?? Missing("reason", m.Reason) ?? Missing("topic", m.Topic),
        _ => null,
    };

    private static string? Fault(AgentTask m) =>
        m.TaskId == Guid.Empty ? "task_id is missing"
        : m.Attempt < 1 ? $"attempt is {m.Attempt}, but attempts count from 1"
        : Missing("agent", m.Agent) ?? Missing("step", m.Step) ?? Missing("step_path", m.StepPath)
            ?? (m.Iteration is null ? "iteration is missing" : null)
            ?? Nul("step_path", m.StepPath) ?? Nul("iteration", m.Iteration)
            ?? (m.Route is { } route
                ? Missing("route.transport", route.Transport) ?? Missing("route.endpoint", route.Endpoint)
                : null);

    private static string? Fault(AgentResult m) => m.Outcome switch
    {
        AgentOutcome.Completed or AgentOutcome.Failed or AgentOutcome.Checkpoint or AgentOutcome.Accepted
            or AgentOutcome.Report =>
            IsMissing(m.TaskId) ? "task_id is missing"
            : IsMissing(m.RunId) ? "run_id is missing"
            : m.Outcome == AgentOutcome.Report && m.Reports is null ? "a report needs reports"
            : m.Outcome == AgentOutcome.Failed && m.Error is null ? "a failed result needs an error"
            : m.Outcome == AgentOutcome.Accepted && m.AcceptedUntil is null ? "accepted_until is missing"
            : null,
        AgentOutcome.Heartbeat => m.TaskIds is null ? "a heartbeat needs task_ids" : null,
        _ => $"outcome is '{m.Outcome}', not completed, failed, checkpoint, accepted, report or heartbeat",
    };

    private static string? Fault(RunEvent m) =>
        m.Revision < 1 ? $"revision is {m.Revision}, but changes count from 1"
        : Missing("owner_id", m.OwnerId) ?? Missing("change", m.Change) ?? Status(m.Status);

    private static string? Status(string status) =>
        RunStatuses.Contains(status) ? null : $"status is '{status}', which is none of a run";

    private static string? Type(string? found, string wanted) =>
        found == wanted ? null : $"message_type is '{found}', not {wanted}";

    private static bool IsMissing(Guid? id) => id is null || id == Guid.Empty;

    /// <summary>No text column holds it, so no row can be meant.</summary>
    private static string? Nul(string name, string? value) =>
        value is not null && value.Contains('\0') ? $"{name} holds a NUL character" : null;

    private static string? RunId(Guid id) => id == Guid.Empty ? "run_id is missing" : null;

    private static string? Missing(string name, string? value) =>
        string.IsNullOrEmpty(value) ? $"{name} is missing" : null;
}
