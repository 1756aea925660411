using Workflow.Database.Sql;

namespace Workflow.Database.Intake;

/// <summary>What the intake writes of one new run; the type <c>workflow_new_run_1</c> of the database.</summary>
internal sealed record NewRunRow
{
    public Guid RunId { get; init; }
    public Guid? WorkflowId { get; init; }
    public string? OwnerId { get; init; }
    public int Shard { get; init; }
    public byte[]? InputData { get; init; }
    public string? IdempotencyKey { get; init; }
    public byte[]? RequestHash { get; init; }
    public string? Type { get; init; }
    public string? Version { get; init; }
    public string? Agent { get; init; }
    public byte[]? Plan { get; init; }
    public byte[]? Labels { get; init; }
    public string? BusinessKey { get; init; }
    public short Priority { get; init; }
    public DateTime? StartAt { get; init; }
    public int? QueueTimeout { get; init; }
    public bool AnyOwner { get; init; }
    public byte[]? Webhook { get; init; }
    public string? ConcurrencyKey { get; init; }
    public int? ConcurrencyLimit { get; init; }
    public string? OnLimit { get; init; }
    public int? OpenMax { get; init; }
    public int OpenBefore { get; init; }

    /// <param name="openMax">How many open runs its key may have with it.</param>
    /// <param name="openBefore">How many before it in the batch have its key.</param>
    public static NewRunRow Of(NewRun run, int? openMax, int openBefore) => new()
    {
        RunId = run.RunId,
        WorkflowId = run.WorkflowId,
        OwnerId = Parameters.Fit(run.OwnerId),
        Shard = run.Shard,
        InputData = run.Input.ToJson(),
        IdempotencyKey = Parameters.Fit(run.IdempotencyKey),
        RequestHash = run.RequestHash,
        Type = Parameters.Fit(run.Type),
        Version = Parameters.Fit(run.Version),
        Agent = Parameters.Fit(run.Agent),
        Plan = run.Plan.ToJson(),
        Labels = run.Labels.ToJson(),
        BusinessKey = Parameters.Fit(run.BusinessKey),
        Priority = run.Priority,
        StartAt = run.StartAt?.UtcDateTime,
        QueueTimeout = run.QueueTimeoutSeconds,
        AnyOwner = run.AnyOwner,
        Webhook = run.Webhook.ToJson(),
        ConcurrencyKey = Parameters.Fit(run.Concurrency?.Key),
        ConcurrencyLimit = run.Concurrency?.Limit,
        OnLimit = run.Concurrency?.OnLimit,
        OpenMax = openMax,
        OpenBefore = openBefore,
    };
}
