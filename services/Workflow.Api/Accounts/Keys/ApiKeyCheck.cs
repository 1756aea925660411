using System.Collections.Concurrent;
using Workflow.Api.Accounts.Access;
using Workflow.Database.Accounts;

namespace Workflow.Api.Accounts.Keys;

/// <summary>Looks API keys up; requests that come with the same key at the same time share one look.
/// Thread-safe.</summary>
public sealed class ApiKeyCheck(ApiKeyStore store)
{
    private readonly ConcurrentDictionary<Digest, Lazy<Task<ApiKeyRow?>>> _looks = [];

    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public async ValueTask<CheckOutcome> CheckAsync(string text, Digest digest, CancellationToken ct)
    {
        if (!ApiKeyText.TryHash(text, out var hash))
        {
            return new CheckOutcome.Refused("The API key is not complete.");
        }

        // Nobody's cancellation may end a look that others wait for.
        var look = _looks.GetOrAdd(
            digest,
            (_, bytes) => new Lazy<Task<ApiKeyRow?>>(() => store.UseAsync(bytes, CancellationToken.None)),
            hash);
        try
        {
            return await look.Value.WaitAsync(ct) is { } row
                ? new CheckOutcome.Accepted(new Account(
                    row.OwnerId, ScopeText.Parse(row.Scopes), row.Id, row.ExpiresAt))
                : new CheckOutcome.Refused("The API key does not exist, has expired, or was revoked.");
        }
        finally
        {
            _looks.TryRemove(KeyValuePair.Create(digest, look));
        }
    }
}
