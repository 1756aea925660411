using Workflow.Model;

namespace Workflow.Database.Intake;

/// <summary>A run that somebody asks for, with everything its row needs that the registry does not know.</summary>
/// <param name="RunId">UUIDv7, new.</param>
/// <param name="WorkflowId">A workflow of the same owner, unless <see cref="AnyOwner"/>; null for a run of one
/// <see cref="Agent"/>.</param>
/// <param name="Shard">Of the run id, by <see cref="Sharding"/>.</param>
/// <param name="Input">The run's input, valid JSON in UTF-8; empty for none.</param>
/// <param name="IdempotencyKey">Unique per owner; null when the caller gave none.</param>
/// <param name="RequestHash">What has to be equal when the key comes again; null without a key.</param>
public sealed record NewRun(
    Guid RunId, Guid? WorkflowId, string OwnerId, int Shard, RawJson Input, string? IdempotencyKey, byte[]? RequestHash)
{
    /// <summary>One of <see cref="RunType"/>.</summary>
    public string Type { get; init; } = RunType.Workflow;

    /// <summary>Version of the workflow; null for the latest at the time of the insert.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the workflow or agent may be somebody else's; the run belongs to <see cref="OwnerId"/> all the
    /// same.</summary>
    public bool AnyOwner { get; init; }

    /// <summary>The enabled agent that is run alone, by <see cref="Plan"/>; null for a workflow.</summary>
    public string? Agent { get; init; }

    /// <summary>Definition that is kept with the run; empty for a registered workflow.</summary>
    public RawJson Plan { get; init; }

    /// <summary>A JSON object of texts; empty for none.</summary>
    public RawJson Labels { get; init; }

    public string? BusinessKey { get; init; }

    /// <summary>Higher starts first when runs wait.</summary>
    public short Priority { get; init; }

    /// <summary>Not to be started before; null or past: at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>How long it may wait for its start, counted from <see cref="StartAt"/>; null for any time.</summary>
    public int? QueueTimeoutSeconds { get; init; }

    /// <summary>Null for a run that may start beside any number of others.</summary>
    public RunConcurrency? Concurrency { get; init; }

    /// <summary>What it takes in memory while it waits for the database, roughly.</summary>
    public int Bytes => Input.Utf8.Length + Plan.Utf8.Length + Labels.Utf8.Length + Webhook.Utf8.Length;

    /// <summary>W3C trace context of the request, for the message that it leads to; it is not stored. Null when it is
    /// in none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Who is told about it beside the owner's registered webhooks, as
    /// <see cref="Webhooks.RunWebhook.ToJson"/> writes it; empty for nobody.</summary>
    public RawJson Webhook { get; init; }
}

/// <summary>A run whose row is committed.</summary>
/// <param name="Name">Name of its workflow or agent.</param>
/// <param name="Version">Version of the definition that it runs; null for an agent.</param>
/// <param name="CreatedAt">By the database's clock.</param>
/// <param name="IsDelayed">Whether it is to be started later, by its owner's clock and without a message.</param>
public sealed record AcceptedRun(NewRun Run, string Name, string? Version, DateTimeOffset CreatedAt, bool IsDelayed);

/// <summary>The run that an idempotency key already stands for, as it is now.</summary>
/// <param name="Name">Name of its workflow or agent.</param>
public sealed record FirstRun(
    Guid RunId, Guid? WorkflowId, string Type, string Name, RunStatus Status, RawJson Output, string? ErrorMessage,
    byte[]? RequestHash, DateTimeOffset CreatedAt);
