using Workflow.Database.Accounts;

namespace Workflow.Api.Accounts.Keys;

/// <summary>An API key as callers see it, without the key itself.</summary>
/// <param name="Hint">The key's first characters.</param>
/// <param name="LastUsedAt">To the minute; null if never.</param>
public sealed record ApiKeyDetail(
    Guid Id, string OwnerId, string Name, string Hint, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
{
    public static ApiKeyDetail Of(ApiKeyRow row) => new(
        row.Id, row.OwnerId, row.Name, row.Hint, row.Scopes, row.CreatedAt, row.ExpiresAt, row.RevokedAt,
        row.LastUsedAt);
}

/// <summary>A new API key.</summary>
/// <param name="Key">The key itself; it is shown this once.</param>
public sealed record CreatedApiKey(
    Guid Id, string Key, string OwnerId, string Name, string Hint, IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record ApiKeyPage(IReadOnlyList<ApiKeyDetail> ApiKeys, string? Next);
