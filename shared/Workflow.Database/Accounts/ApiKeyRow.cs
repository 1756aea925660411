namespace Workflow.Database.Accounts;

/// <summary>An API key as it is kept: without the key itself.</summary>
/// <param name="Hint">The key's first characters.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="LastUsedAt">To the minute; null if never.</param>
public sealed record ApiKeyRow(
    Guid Id, string OwnerId, string Name, string Hint, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

/// <summary>An API key to be kept.</summary>
/// <param name="Hash">SHA-256 of the key.</param>
/// <param name="CreatedByKey">The key that makes it; null when a token does.</param>
public sealed record NewApiKey(
    Guid Id, string OwnerId, string Name, string Hint, byte[] Hash, IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt, Guid? CreatedByKey);

/// <summary>What became of making a key.</summary>
public enum AddKeyOutcome
{
    Added,

    /// <summary>The owner has as many as are allowed.</summary>
    TooMany,

    /// <summary>The key that asked for it has been revoked meanwhile.</summary>
    CreatorRevoked,
}
