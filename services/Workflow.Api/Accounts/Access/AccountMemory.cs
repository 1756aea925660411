using Microsoft.Extensions.Caching.Memory;
using Workflow.Api.Accounts.Setup;

namespace Workflow.Api.Accounts.Access;

/// <summary>Accounts of tokens and keys that were checked a moment ago, up to a number. Thread-safe.</summary>
public sealed class AccountMemory(AccountOptions options, TimeProvider time) : IDisposable
{
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = options.TokensRemembered });

    /// <returns>Null when it has to be checked.</returns>
    public Account? Find(Digest credential) =>
        _known.TryGetValue(credential, out Entry? entry) && time.GetUtcNow() < entry!.Until ? entry.Account : null;

    public void Add(Digest credential, Account account)
    {
        var (memory, leeway) = account.KeyId is null
            ? (options.TokenMemory, options.Leeway)
            : (options.KeyMemory, TimeSpan.Zero);
        if (memory == TimeSpan.Zero)
        {
            return;
        }

        var until = time.GetUtcNow() + memory;
        until = account.ValidUntil is { } end && end + leeway < until ? end + leeway : until;
        _known.Set(credential, new Entry(account, until), new MemoryCacheEntryOptions
        {
            Size = 1,
            AbsoluteExpirationRelativeToNow = memory,
        });
    }

    public void Dispose() => _known.Dispose();

    private sealed record Entry(Account Account, DateTimeOffset Until);
}
