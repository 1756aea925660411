namespace Workflow.Model;

/// <summary>The Kafka topics. Shard-aligned ones have as many partitions as the request topic.</summary>
public static class Topics
{
    public const string ExecutionRequests = "workflow.execution.requests";
    public const string CancellationRequests = "workflow.cancellation.requests";
    public const string AgentTasks = "workflow.agent.tasks";
    public const string AgentResults = "workflow.agent.results";
    public const string RunSignals = "workflow.run.signals";
    public const string RunEvents = "workflow.run.events";

    /// <summary>CloudEvents: from runs, and from outside for the runs that listen.</summary>
    public const string Events = "workflow.events";

    public const string DeadLetter = "workflow.dead-letter";

    /// <summary>Read by the owner of a shard beside the request topic.</summary>
    public static readonly IReadOnlyList<string> OwnerLanes = [CancellationRequests, AgentResults, RunSignals];

    public static readonly IReadOnlyList<string> All =
        [ExecutionRequests, CancellationRequests, AgentTasks, AgentResults, RunSignals, RunEvents, Events, DeadLetter];
}

/// <summary>Names of message headers.</summary>
public static class MessageHeaders
{
    /// <summary>Who sent it; <see cref="SourceApi"/> for our own API.</summary>
    public const string Source = "source";

    public const string SourceApi = "api";

    /// <summary>Of an event: the owner whose runs may take it; without it, anybody's.</summary>
    public const string Owner = "owner";

    /// <summary>Dead letter that the message was made of again.</summary>
    public const string DeadLetterId = "dead-letter-id";

    /// <summary>W3C trace context.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Of requests to agents: when the platform gives up, in UTC as ISO 8601; none without a limit.</summary>
    public const string Deadline = "Workflow-Deadline";
}
