using System.Net;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>Keys that a token may have been signed with.</summary>
/// <param name="IsCurrent">Whether the issuer answered when it was last asked.</param>
public readonly record struct KeyLook(IReadOnlyList<VerificationKey> Keys, bool IsCurrent);

/// <summary>When and how the issuer's list is read.</summary>
/// <param name="Refresh">Age at which the list is read again.</param>
/// <param name="Retry">Shortest time between two readings, whatever tokens ask for.</param>
/// <param name="Timeout">Of one reading.</param>
public sealed record RemoteKeyRules(Uri Url, TimeSpan Refresh, TimeSpan Retry, TimeSpan Timeout);

/// <summary>The issuer's list of keys (JWKS), kept while the issuer is away. Read again when it is old, and when a
/// token names a key that is not in it. Thread-safe.</summary>
public sealed class RemoteKeys(HttpClient http, RemoteKeyRules rules, TimeProvider time, ILogger<RemoteKeys> logger)
    : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Reading? _last;

    public async ValueTask<KeyLook> FindAsync(CompactToken token, CancellationToken ct)
    {
        if (token.Algorithm == TokenAlgorithm.Hs256)
        {
            return new KeyLook([], true);
        }

        var reading = _last;
        if (reading is null || IsDue(reading, token))
        {
            reading = await ReadAgainAsync(reading, ct);
        }

        return new KeyLook([.. reading.Keys.Where(key => key.Fits(token))], reading.Failure is null);
    }

    public void Dispose() => _reading.Dispose();

    private bool IsDue(Reading reading, CompactToken token)
    {
        var age = time.GetElapsedTime(reading.At);
        return age >= rules.Refresh || (age >= rules.Retry && !reading.Keys.Any(key => key.Fits(token)))
            || (age >= rules.Retry && reading.Failure is not null);
    }

    /// <param name="seen">The reading that was not good enough; another one that came since is.</param>
    private async Task<Reading> ReadAgainAsync(Reading? seen, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (ReferenceEquals(_last, seen))
            {
                _last = await ReadOnceAsync(seen);
            }

            return _last!;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<Reading> ReadOnceAsync(Reading? before)
    {
        var failure = "it is no key set";
        try
        {
            using var timer = new CancellationTokenSource(rules.Timeout, time);
            using var answer = await http.GetAsync(rules.Url, timer.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(timer.Token);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                failure = $"it answers {(int)answer.StatusCode}";
            }
            else if (JsonKeySet.TryRead(body, out var keys))
            {
                logger.KeysRead(keys.Count, rules.Url);
                return new Reading(keys, time.GetTimestamp(), null);
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            failure = error is OperationCanceledException ? "it does not answer in time" : error.Message;
        }

        logger.KeysNotRead(rules.Url, failure, before?.Keys.Count ?? 0);
        return new Reading(before?.Keys ?? [], time.GetTimestamp(), failure);
    }

    private sealed record Reading(IReadOnlyList<VerificationKey> Keys, long At, string? Failure);
}
