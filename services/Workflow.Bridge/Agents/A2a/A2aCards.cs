using System.Net;
using System.Text.Json;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Model;
using Workflow.Outgoing.A2a;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>A card, or why there is none.</summary>
internal readonly record struct A2aCardReading(A2aCard? Card, AgentAnswer? Fault);

/// <summary>Keeps agents' cards for a while. However many calls wait for one, it is fetched once; a failure counts for
/// those who wait and is not kept. Thread-safe.</summary>
internal sealed class A2aCards(
    HttpMessageHandler http, AgentLogins logins, BridgeOptions options, TimeProvider time)
{
    private const int CardBytesMax = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<(Uri Endpoint, AgentAuth? Auth), (long At, Task<A2aCardReading> Fetch)> _fetches = [];

    /// <exception cref="OperationCanceledException">The wait was broken off; the fetch goes on for others.</exception>
    public Task<A2aCardReading> GetAsync(Uri endpoint, string agent, AgentAuth? auth, CancellationToken ct)
    {
        Task<A2aCardReading> fetch;
        lock (_gate)
        {
            foreach (var (key, old) in _fetches)
            {
                if (IsOver(old.At, old.Fetch))
                {
                    _fetches.Remove(key);
                }
            }

            if (!_fetches.TryGetValue((endpoint, auth), out var kept))
            {
                kept = (time.GetTimestamp(), Task.Run(
                    () => FetchAsync(endpoint, agent, auth), CancellationToken.None));
                _fetches[(endpoint, auth)] = kept;
            }

            fetch = kept.Fetch;
        }

        return fetch.WaitAsync(ct);
    }

    /// <summary>The card may be wrong: the next call fetches it anew.</summary>
    public void Forget(Uri endpoint, AgentAuth? auth)
    {
        lock (_gate)
        {
            _fetches.Remove((endpoint, auth));
        }
    }

    private bool IsOver(long at, Task<A2aCardReading> fetch) => fetch.IsCompleted
        && (!fetch.IsCompletedSuccessfully || fetch.Result.Card is null
            || time.GetElapsedTime(at) > options.A2aCardAge);

    private async Task<A2aCardReading> FetchAsync(Uri endpoint, string agent, AgentAuth? auth)
    {
        var address = A2aCard.AddressOf(endpoint);
        using var limit = new CancellationTokenSource(options.A2aCardTimeout, time);
        var login = new LoginHandler(http, logins, agent, auth);
        using var client = new HttpClient(login, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using var response = await client.GetAsync(
                address, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return Failed(AgentAnswer.Refused(
                    (int)response.StatusCode, $"The agent's card could not be read ({(int)response.StatusCode}).",
                    $"It has to be at {address}."));
            }

            var body = await BoundedBody.ReadAsync(response.Content, CardBytesMax, limit.Token);
            if (body is null)
            {
                return Failed(AgentAnswer.Unusable($"Its card {address} is larger than {CardBytesMax} bytes."));
            }

            using var document = JsonDocument.Parse(body);
            var card = A2aCard.Read(document.RootElement, endpoint, auth is not null, out var fault);
            return card is null ? Failed(AgentAnswer.Misconfigured(fault!)) : new A2aCardReading(card, null);
        }
        catch (JsonException error)
        {
            return Failed(AgentAnswer.Unusable($"Its card {address} is no JSON: {error.Message}"));
        }
        catch (OperationCanceledException)
        {
            return Failed(AgentAnswer.TimedOut(
                $"Its card {address} did not come within {options.A2aCardTimeout.TotalSeconds:0.###} s "
                + "(WORKFLOW_BRIDGE_A2A_CARD_TIMEOUT_MS)."));
        }
        catch (LoginException error)
        {
            return Failed(error.Answer);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Failed(AgentAnswer.Unreachable(
                login.Redaction.Clean(error.InnerException?.Message ?? error.Message)));
        }
    }

    private static A2aCardReading Failed(AgentAnswer answer) => new(null, answer);
}
