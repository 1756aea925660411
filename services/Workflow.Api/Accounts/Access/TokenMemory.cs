using Microsoft.Extensions.Caching.Memory;
using Workflow.Api.Accounts.Setup;

namespace Workflow.Api.Accounts.Access;

/// <summary>Tokens that were checked and are still good, up to a number. Thread-safe.</summary>
public sealed class TokenMemory(AccountOptions options, TimeProvider time) : IDisposable
{
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = options.TokensRemembered });

    /// <returns>Null when it has to be checked.</returns>
    public Account? Find(Digest token) =>
        _known.TryGetValue(token, out Entry? entry) && time.GetUtcNow() < entry!.Until ? entry.Account : null;

    public void Add(Digest token, Account account)
    {
        var until = time.GetUtcNow() + options.TokenMemory;
        until = account.ValidUntil is { } end && end + options.Leeway < until ? end + options.Leeway : until;
        _known.Set(token, new Entry(account, until), new MemoryCacheEntryOptions
        {
            Size = 1,
            AbsoluteExpirationRelativeToNow = options.TokenMemory,
        });
    }

    public void Dispose() => _known.Dispose();

    private sealed record Entry(Account Account, DateTimeOffset Until);
}
