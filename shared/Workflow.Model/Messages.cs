using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Model;

/// <summary>Asks for a run. Body of <see cref="Topics.ExecutionRequests"/>; exactly these five keys.</summary>
/// <param name="WorkflowPlan">The whole definition; null when too large for a message (the owner reads the
/// row).</param>
/// <param name="InputData">The run's input; null when there is none or it is too large.</param>
public sealed record ExecutionRequest(
    Guid RunId, RawJson WorkflowPlan, RawJson InputData, DateTimeOffset Timestamp,
    string MessageType = ExecutionRequest.Type)
{
    public const string Type = "execution_request";
}

/// <summary>Tells that a run was cancelled. Body of <see cref="Topics.CancellationRequests"/>.</summary>
public sealed record CancellationRequest(
    Guid RunId, string? CancelledBy, string? Reason, DateTimeOffset Timestamp,
    string MessageType = CancellationRequest.Type)
{
    public const string Type = "cancellation_request";
}

/// <summary>One attempt of an agent call. Body of <see cref="Topics.AgentTasks"/>, keyed by run.</summary>
/// <param name="TaskId">The same for every sending of one attempt, so that agents can deduplicate.</param>
/// <param name="Step">Name of the task in the definition.</param>
/// <param name="StepPath">With <paramref name="Iteration"/> and <paramref name="Attempt"/> the key of the step's
/// row.</param>
/// <param name="Endpoint">Where the bridge posts it; empty for an agent that reads the topic itself.</param>
/// <param name="Deadline">When the owner gives up; null without a limit.</param>
public sealed record AgentTask(
    Guid TaskId, Guid RunId, string Step, string StepPath, string Iteration, int Attempt, string Agent,
    string? Endpoint, RawJson Input, DateTimeOffset? Deadline, int Shard, DateTimeOffset Timestamp,
    string MessageType = AgentTask.Type)
{
    public const string Type = "agent_task";

    /// <summary>What the agent last reported about this attempt, or about the one before that failed; null for
    /// nothing.</summary>
    public RawJson Checkpoint { get; init; }

    /// <summary>Calls at a time that the agent wants of one bridge; null for no wish.</summary>
    public int? ConcurrencyMax { get; init; }

    /// <summary>How the bridge logs in at the endpoint, with the secret by name; left out when it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentAuth? Auth { get; init; }

    /// <summary>How the bridge reaches the agent when not by a POST to the endpoint, which is null then; left out
    /// otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentRoute? Route { get; init; }

    /// <summary>How often the agent may be called; left out when it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RateLimit? RateLimit { get; init; }

    /// <summary>W3C trace context of the step, for the message's header; null when it is in none.</summary>
    [JsonIgnore]
    public string? TraceParent { get; init; }
}

/// <summary>How an agent call ended, or that it is still alive. Body of <see cref="Topics.AgentResults"/>, on the
/// shard's partition.</summary>
/// <param name="Outcome">One of <see cref="AgentOutcome"/>.</param>
/// <param name="Output">Of a completed call, or the checkpoint.</param>
/// <param name="TaskIds">For heartbeats: every call of this shard that is in flight at the sender.</param>
public sealed record AgentResult(
    Guid? TaskId, Guid? RunId, string Outcome, RawJson Output, AgentError? Error, int Shard,
    IReadOnlyList<Guid>? TaskIds, DateTimeOffset Timestamp, string MessageType = AgentResult.Type)
{
    public const string Type = "agent_result";

    /// <summary>Of an accepted call: until when it needs no other; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AcceptedUntil { get; init; }

    /// <summary>Of a heartbeat: tasks that found no room at the sender before, and are to be sent again now; left out
    /// when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TaskOfRun>? Again { get; init; }

    /// <summary>What the agent says of its work while it goes on: objects as it may answer them line by line (progress,
    /// log, output, tool_call). Left out when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RawJson>? Reports { get; init; }

    /// <summary>Log lines that were too many to be among the reports.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ReportsDropped { get; init; }
}

/// <summary>A task and the run that waits for it.</summary>
public sealed record TaskOfRun(Guid TaskId, Guid RunId);

/// <summary>Values of <see cref="AgentResult.Outcome"/>.</summary>
public static class AgentOutcome
{
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Heartbeat = "heartbeat";

    /// <summary>The call goes on; what it has done so far is in the output.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The agent answers later, by a callback; the task need not be sent again until then.</summary>
    public const string Accepted = "accepted";

    /// <summary>The call goes on; what the agent says of it is in the reports.</summary>
    public const string Report = "report";
}

/// <summary>Why an agent call failed, in the shape of a Serverless Workflow error.</summary>
/// <param name="Type">A URI, of the DSL's standard errors where one fits.</param>
/// <param name="Status">The HTTP status that fits it best.</param>
public sealed record AgentError(string Type, int Status, string Title, string? Detail)
{
    /// <summary>How long the agent asks to be left alone, with 429 or 503; left out when it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RetryAfterSeconds { get; init; }
}

/// <summary>One committed change of a run. Body of <see cref="Topics.RunEvents"/>, keyed by run. Events may be lost,
/// come twice or out of order: the revision tells, and the database can say the same.</summary>
/// <param name="Revision">The run's revision after the change; each change has its own.</param>
/// <param name="Change">One of <see cref="RunChange"/>, or the end status.</param>
/// <param name="Status">The run's status after the change, lower case.</param>
/// <param name="Progress">Null when it was left out: the database has it.</param>
/// <param name="Steps">The steps that began or ended with this revision; null when they were left out.</param>
/// <param name="Timestamp">When the latest of these changes happened.</param>
public sealed record RunEvent(
    Guid RunId, string OwnerId, Guid? WorkflowId, long Revision, string Change, string Status, RunProgress? Progress,
    IReadOnlyList<StepChange>? Steps, DateTimeOffset Timestamp, string MessageType = RunEvent.Type)
{
    public const string Type = "run_event";

    /// <summary>What the run left behind, when this was its end and it is small; else the database has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunEnd? End { get; init; }

    /// <summary>True when this change has paused the run, false when it has resumed it; left out for all
    /// others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Paused { get; init; }

    /// <summary>The event of a change that its maker knows little of: progress and steps are left to the
    /// database.</summary>
    public static RunEvent Brief(Guid runId, RunFacts facts, long revision, RunStatus status, DateTimeOffset at) =>
        new(runId, facts.OwnerId, facts.WorkflowId, revision, RunChange.Of(status, isStart: false), status.ToJson(),
            null, null, at);
}

/// <summary>As much of a <see cref="RunEvent"/> as whoever waits for the run's end needs.</summary>
public sealed record RunEventEnd(Guid RunId, string Status, RunEnd? End, string MessageType = RunEvent.Type);

/// <summary>A step as a revision left it.</summary>
/// <param name="Began">Whether it began with this revision too.</param>
/// <param name="CompletedAt">Null while it runs.</param>
public sealed record StepChange(
    string StepId, string StepPath, string Iteration, int Attempt, string StepType, string? AgentName,
    string? ToolName, string Status, bool Began, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt);

/// <summary>Says that a run's inbox has something new. Body of <see cref="Topics.RunSignals"/>, keyed by run, on the
/// shard's partition.</summary>
/// <param name="Kind">Kind of the inbox row.</param>
public sealed record RunSignal(
    Guid RunId, string Kind, DateTimeOffset Timestamp, string MessageType = RunSignal.Type)
{
    public const string Type = "run_signal";
}

/// <summary>How a child run ended: payload of an inbox row of its parent, written by the database.</summary>
/// <param name="Status">completed, failed or cancelled.</param>
/// <param name="Output">Of a completed child.</param>
/// <param name="Error">Of a failed child, in the DSL's shape; null when nothing but the message is known.</param>
public sealed record ChildEnd(Guid RunId, string Status, RawJson Output, RawJson Error, string? ErrorMessage);

/// <summary>What an operator decided about a step that was under way: payload of an inbox row.</summary>
/// <param name="Verb"><see cref="Complete"/>, <see cref="Skip"/> or <see cref="Fail"/>.</param>
/// <param name="By">The operator.</param>
/// <param name="Output">Of a completed step, as if the task had given it.</param>
/// <param name="Error">Of a failed step; null for a plain one.</param>
public sealed record StepVerdict(string Verb, string By, RawJson Output, AgentError? Error, DateTimeOffset Timestamp)
{
    public const string Complete = "complete";
    public const string Skip = "skip";
    public const string Fail = "fail";

    /// <summary>Unique key of the inbox row: one attempt of a step is decided once.</summary>
    public static string KeyOf(StepKey key) => $"{key.Attempt}@{key.Iteration}@{key.Path}";
}

/// <summary>A message that nobody could read. Body of <see cref="Topics.DeadLetter"/>; the bytes are base64 when not
/// UTF-8.</summary>
/// <param name="Timestamp">When it was put aside.</param>
/// <param name="SentAt">When it was sent, by the sender's or the broker's clock; null when unknown.</param>
/// <param name="Headers">Its headers as text; null for none.</param>
public sealed record DeadLetter(
    string Reason, string Topic, int Partition, long Offset, string? Key, string? Body, string? BodyBase64,
    DateTimeOffset Timestamp, DateTimeOffset? SentAt = null, IReadOnlyDictionary<string, string>? Headers = null,
    string MessageType = DeadLetter.Type)
{
    public const string Type = "dead_letter";
}

/// <summary>Source-generated JSON of every message: snake_case, null members written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 520)]
[JsonSerializable(typeof(ExecutionRequest))]
[JsonSerializable(typeof(CancellationRequest))]
[JsonSerializable(typeof(AgentTask))]
[JsonSerializable(typeof(AgentAuth))]
[JsonSerializable(typeof(AgentRoute))]
[JsonSerializable(typeof(RateLimit))]
[JsonSerializable(typeof(HealthCheck))]
[JsonSerializable(typeof(AgentResult))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(RunEventEnd))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(RunSignal))]
[JsonSerializable(typeof(ChildEnd))]
[JsonSerializable(typeof(StepVerdict))]
[JsonSerializable(typeof(DeadLetter))]
public sealed partial class MessageJson : JsonSerializerContext;
