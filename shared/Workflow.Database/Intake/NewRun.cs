using Workflow.Model;

namespace Workflow.Database.Intake;

/// <summary>A run that somebody asks for, with everything its row needs that the registry does not know.</summary>
/// <param name="RunId">UUIDv7, new.</param>
/// <param name="WorkflowId">A workflow of the same owner, unless <see cref="AnyOwner"/>;
/// its latest version at the time of the insert is run.</param>
/// <param name="Shard">Of the run id, by <see cref="Sharding"/>.</param>
/// <param name="Input">The run's input, valid JSON in UTF-8; empty for none.</param>
/// <param name="IdempotencyKey">Unique per owner; null when the caller gave none.</param>
/// <param name="RequestHash">What has to be equal when the key comes again; null without a key.</param>
public sealed record NewRun(
    Guid RunId, Guid WorkflowId, string OwnerId, int Shard, RawJson Input, string? IdempotencyKey, byte[]? RequestHash)
{
    /// <summary>Whether the workflow may be somebody else's; the run belongs to <see cref="OwnerId"/> all the
    /// same.</summary>
    public bool AnyOwner { get; init; }
}

/// <summary>A run whose row is committed.</summary>
/// <param name="Version">Version of the definition that it runs.</param>
public sealed record AcceptedRun(NewRun Run, string Version);

/// <summary>The run that an idempotency key already stands for, as it is now.</summary>
public sealed record FirstRun(
    Guid RunId, Guid? WorkflowId, RunStatus Status, RawJson Output, string? ErrorMessage, byte[]? RequestHash);
