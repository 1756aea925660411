using Workflow.Tools.Http;

namespace Workflow.Tools.Logins.Tokens;

/// <summary>A token and how long it may be used, or why there is none.</summary>
/// <param name="RefreshToken">What the next one can be had with; null for nothing.</param>
internal readonly record struct TokenReading(
    string? Token, DateTimeOffset GoodUntil, string? RefreshToken, ToolFault? Fault)
{
    public static TokenReading Failed(ToolFault fault) => new(null, default, null, fault);

    // A record would show its members.
    public override string ToString() => Token is null ? "no token" : $"a token until {GoodUntil:O}";
}

/// <summary>Keeps tokens until shortly before their end. However many calls wait for one, it is fetched once; a failure
/// counts for those who wait and is not kept. Thread-safe.</summary>
public sealed class ToolTokens
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Task<TokenReading> Reading, DateTimeOffset At)> _tokens = [];
    private readonly TokenEndpoint _endpoint;
    private readonly ToolOptions _options;
    private readonly TimeProvider _time;

    public ToolTokens(HttpTool http, ToolOptions options, TimeProvider time) =>
        (_endpoint, _options, _time) = (new TokenEndpoint(http, options, time), options, time);

    /// <summary>The token for these terms, kept or new.</summary>
    /// <param name="check">Whether what is asked with may be sent to the endpoint.</param>
    /// <param name="refused">A token that was refused and is not given again; null for none.</param>
    /// <exception cref="OperationCanceledException">The wait was broken off; the fetch goes on for others.</exception>
    internal Task<TokenReading> GetAsync(
        TokenTerms terms, CheckTarget check, string? refused, CancellationToken ct)
    {
        Task<TokenReading> reading;
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var isKept = _tokens.TryGetValue(terms.Key, out var kept);
            if (!isKept || IsOver(kept.Reading, refused, now))
            {
                var refresh = isKept && kept.Reading.IsCompletedSuccessfully ? kept.Reading.Result.RefreshToken : null;
                MakeRoom(terms.Key, now);
                kept = (Task.Run(() => _endpoint.FetchAsync(terms, check, refresh), CancellationToken.None), now);
                _tokens[terms.Key] = kept;
            }

            reading = kept.Reading;
        }

        return reading.WaitAsync(ct);
    }

    private void MakeRoom(string key, DateTimeOffset now)
    {
        if (_tokens.Count < _options.TokensMax || _tokens.ContainsKey(key))
        {
            return;
        }

        foreach (var (other, kept) in _tokens.Where(pair => IsOver(pair.Value.Reading, null, now)).ToList())
        {
            _tokens.Remove(other);
        }

        if (_tokens.Count >= _options.TokensMax)
        {
            _tokens.Remove(_tokens.MinBy(pair => pair.Value.At).Key);
        }
    }

    private static bool IsOver(Task<TokenReading> reading, string? refused, DateTimeOffset now) =>
        reading.IsCompleted && (!reading.IsCompletedSuccessfully || reading.Result.Token is not { } token
            || token == refused || reading.Result.GoodUntil <= now);
}
