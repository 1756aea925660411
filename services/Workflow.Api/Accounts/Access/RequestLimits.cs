using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Workflow.Api.Accounts.Setup;
using Workflow.Api.Http;

namespace Workflow.Api.Accounts.Access;

/// <summary>How often users may call, and how often an address may try with a bad token. Thread-safe.</summary>
public sealed class RequestLimits(AccountOptions options) : IDisposable
{
    /// <summary>Bytes of an IPv6 address that one customer commonly has to itself.</summary>
    private const int PrefixBytes = 8;

    /// <summary>At least one permit a second comes back, as the options' lower bound is one.</summary>
    private const int SecondsUntilAPermit = 1;

    private readonly PartitionedRateLimiter<string> _users =
        Limiter(options.RequestsPerSecond, options.RequestsBurst);

    private readonly PartitionedRateLimiter<string> _failures =
        Limiter(options.FailuresPerSecond, options.FailuresBurst);

    /// <summary>Counts one request of a user.</summary>
    /// <returns>Null when it is within the limit.</returns>
    public Problem? Take(string ownerId)
    {
        using var lease = _users.AttemptAcquire(ownerId);
        return lease.IsAcquired ? null : AccountProblems.RateLimited(options.RequestsPerSecond, SecondsOf(lease));
    }

    /// <summary>Whether an address may have another token or key looked at.</summary>
    /// <remarks>
    /// Asks how many whole permits are left. Acquiring zero permits would succeed on any fraction of one that has
    /// come back meanwhile, and an address that tries slowly would never be refused.
    /// </remarks>
    public Problem? RefusalOf(IPAddress? address) =>
        _failures.GetStatistics(PartitionOf(address)) is { CurrentAvailablePermits: < 1 }
            ? AccountProblems.TooManyFailures(SecondsUntilAPermit)
            : null;

    /// <summary>Counts a bad one.</summary>
    public void CountFailure(IPAddress? address) => _failures.AttemptAcquire(PartitionOf(address)).Dispose();

    public void Dispose()
    {
        _users.Dispose();
        _failures.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int perSecond, int burst) =>
        PartitionedRateLimiter.Create<string, string>(who => perSecond == 0
            ? RateLimitPartition.GetNoLimiter(who)
            : RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));

    private static int SecondsOf(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Ceiling(wait.TotalSeconds) : 1;

    private static string PartitionOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(
            address.GetAddressBytes()[..PrefixBytes]),
        _ => address.ToString(),
    };
}
