using Workflow.Model;

namespace Workflow.Bridge.Intake;

/// <summary>A task that came in and was not yet looked at.</summary>
/// <param name="TraceParent">W3C trace context of the sender, or null.</param>
internal readonly record struct Arrival(AgentTask Task, Receipt Receipt, string? TraceParent);
