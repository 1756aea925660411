using System.Text.Json;

namespace Workflow.Agents;

/// <summary>A call as the platform posts it.</summary>
/// <param name="TaskId">One attempt of one step: the same for every sending of it, also after a crash.</param>
/// <param name="RunId">The run that the step belongs to.</param>
/// <param name="Step">Name of the task in the definition.</param>
/// <param name="Agent">The name under which the agent is registered.</param>
/// <param name="Attempt">Counts from 1; a retry is another attempt with another task id.</param>
/// <param name="Deadline">When the platform gives up; null without a limit.</param>
/// <param name="Input">What the step gives the agent.</param>
/// <param name="Checkpoint">What was reported last of this attempt, or of the one before it that failed.</param>
/// <param name="CallbackUrl">Where the agent may answer later; null when the platform takes no callbacks.</param>
public sealed record AgentCall(
    Guid TaskId, Guid RunId, string? Step, string? Agent, int Attempt, DateTimeOffset? Deadline, JsonElement Input,
    JsonElement? Checkpoint = null, string? CallbackUrl = null);
