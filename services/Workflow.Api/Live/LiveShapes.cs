using System.Text.Json.Serialization;
using Workflow.Api.Redaction;
using Workflow.Model;

namespace Workflow.Api.Live;

/// <summary>A message about one run (seed 001), on sockets and streams alike.</summary>
/// <param name="Type">status (a picture of the run, no change), started, progress, completed, failed or
/// cancelled.</param>
/// <param name="Revision">Counts the run's changes; of a status, the last change that it shows.</param>
/// <param name="Steps">The steps that began or ended; absent in a status.</param>
/// <param name="Outputs">Of a completed run; absent while it is open.</param>
/// <param name="Error">Of a failed run; absent while it is open.</param>
/// <param name="ErrorMessage">The error, or why it was cancelled, in one line.</param>
public sealed record RunMessage(
    string Type, Guid ExecutionId, long Revision, DateTimeOffset Timestamp, string Status, RunProgress Progress)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StepChange>? Steps { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(PayloadConverter))]
    public RawJson? Outputs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(PayloadConverter))]
    public RawJson? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorMessage { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CancelledBy { get; init; }
}

/// <summary>What the agent of one attempt says of its work: no change of the run, so without a revision, and told only
/// to those who watch as it is said.</summary>
/// <param name="Type">Always report.</param>
/// <param name="Progress">How far it says it is; null when it says nothing new.</param>
/// <param name="Logs">Log lines and pieces of output since the last report.</param>
/// <param name="Dropped">Lines before them that were too many.</param>
public sealed record ReportMessage(
    string Type, Guid ExecutionId, DateTimeOffset Timestamp, string StepId, string StepPath, string Iteration,
    int Attempt, string? AgentName, ProgressReport? Progress, IReadOnlyList<ReportedLine> Logs, long Dropped);

/// <summary>Why a socket or stream ends without the end of its run.</summary>
/// <param name="Type">Always error.</param>
/// <param name="ExecutionId">As it was asked for.</param>
public sealed record RunErrorMessage(string Type, string ExecutionId, DateTimeOffset Timestamp, ProblemText Error);

/// <summary>A problem inside a message: the standard members of RFC 9457.</summary>
public sealed record ProblemText(string Type, string Title, int Status, string Detail);

/// <summary>A change of any execution, in the stream of all of them.</summary>
/// <param name="Type">started, progress, completed, failed or cancelled.</param>
/// <param name="Progress">Null when whoever changed the run did not know it.</param>
public sealed record ListMessage(
    string Type, Guid ExecutionId, Guid? WorkflowId, string OwnerId, long Revision, DateTimeOffset Timestamp,
    string Status, RunProgress? Progress);

/// <summary>The newest executions as they are when a stream of all executions begins, or has to begin anew.</summary>
/// <param name="Truncated">Whether there are more than are listed.</param>
public sealed record ListSnapshot(
    string Type, DateTimeOffset Timestamp, IReadOnlyList<ListMessage> Executions, bool Truncated);
