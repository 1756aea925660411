using Workflow.Bridge.Agents;
using Workflow.Model;

namespace Workflow.Bridge.Logins;

/// <summary>A token and how long it may be used, or why there is none.</summary>
internal readonly record struct TokenReading(string? Token, DateTimeOffset GoodUntil, AgentAnswer? Failure)
{
    public static TokenReading Failed(AgentAnswer failure) => new(null, default, failure);

    // A record would show its members.
    public override string ToString() => Token is null ? "no token" : $"a token until {GoodUntil:O}";
}

/// <summary>Keeps the tokens of agents. However many calls wait for one, it is fetched once; a failure counts for those
/// who wait and is not kept. Thread-safe.</summary>
internal sealed class AgentTokens(
    Func<string, AgentAuth, string, Task<TokenReading>> fetchAsync, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Agent, AgentAuth Auth), Task<TokenReading>> _fetches = [];

    /// <summary>The agent's token, kept or new.</summary>
    /// <param name="secret">Of the client; what was fetched with another one is good until its end.</param>
    /// <param name="refused">A token that the agent has refused and that is not given again; null for none.</param>
    /// <exception cref="OperationCanceledException">The wait was broken off; the fetch goes on for others.</exception>
    public Task<TokenReading> GetAsync(
        string agent, AgentAuth auth, string secret, string? refused, CancellationToken ct)
    {
        Task<TokenReading>? fetch;
        lock (_gate)
        {
            if (!_fetches.TryGetValue((agent, auth), out fetch) || IsOver(fetch, refused))
            {
                foreach (var (key, other) in _fetches)
                {
                    if (IsOver(other, null))
                    {
                        _fetches.Remove(key);
                    }
                }

                fetch = Task.Run(() => fetchAsync(agent, auth, secret), CancellationToken.None);
                _fetches[(agent, auth)] = fetch;
            }
        }

        return fetch.WaitAsync(ct);
    }

    private bool IsOver(Task<TokenReading> fetch, string? refused) =>
        fetch.IsCompleted && (!fetch.IsCompletedSuccessfully || fetch.Result.Token is not { } token
            || token == refused || fetch.Result.GoodUntil <= time.GetUtcNow());
}
