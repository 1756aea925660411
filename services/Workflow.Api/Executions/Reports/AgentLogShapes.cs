using System.Text.Json.Serialization;
using Workflow.Api.Redaction;
using Workflow.Database.Reports;
using Workflow.Model;

namespace Workflow.Api.Executions.Reports;

/// <summary>A line that an agent has logged, or a piece of its output.</summary>
/// <param name="Timestamp">When the agent logged it.</param>
/// <param name="StepName">Name of the task in the definition.</param>
/// <param name="Kind">log or output.</param>
/// <param name="Level">debug, info, warning or error; null for output.</param>
/// <param name="Message">Text; null for output that is none.</param>
/// <param name="Data">Output that is no text, or what a log line has beside its text.</param>
public sealed record AgentLogLine(
    DateTimeOffset Timestamp, string StepName, string StepPath, string Iteration, int Attempt, string? AgentName,
    string Kind, string? Level, string? Message,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson Data)
{
    /// <summary>Present when it is too large for this many lines: its text is cut, its data left out; ask for
    /// fewer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Truncated { get; init; }

    public static AgentLogLine Of(AgentLogEntry entry) => new(
        entry.Line.At, entry.StepName, entry.Key.Path, entry.Key.Iteration, entry.Key.Attempt, entry.AgentName,
        entry.Line.Kind, entry.Line.Level, entry.Line.Message, entry.Line.Data)
    {
        Truncated = entry.IsCut,
    };
}

/// <summary>What an execution's agents have logged.</summary>
/// <param name="Dropped">Lines of the execution that were too many, and are gone, the oldest first.</param>
/// <param name="ToolCallsDropped">Tool calls of agents that were too many, and are not among the steps.</param>
public sealed record AgentLogPage(
    Guid ExecutionId, IReadOnlyList<AgentLogLine> Logs, long Dropped, long ToolCallsDropped);
