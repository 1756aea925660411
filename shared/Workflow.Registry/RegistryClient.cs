using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Workflow.Database.Schema;
using Workflow.Execution.Agents;
using Workflow.Outgoing.Secrets;

namespace Workflow.Registry;

/// <summary>What a registry said about one agent.</summary>
/// <param name="Agent">Null when there is none, and when it has not changed.</param>
/// <param name="IsChanged">False when what was known of it still holds.</param>
/// <param name="FreshFor">As the answer says; null when it does not.</param>
internal sealed record RegistryAnswer(AgentRow? Agent, bool IsChanged, string? Tag, TimeSpan? FreshFor);

/// <summary>Asks a registry. Every failure is a <see cref="RegistryUnavailableException"/>.</summary>
internal sealed class RegistryClient(HttpClient http, SecretSource secrets, RegistryOptions options, TimeProvider time)
{
    private const int BytesMax = 4 * 1024 * 1024;

    private static readonly HttpStatusCode[] NotThere = [HttpStatusCode.NotFound, HttpStatusCode.Gone];

    private readonly string _root = options.Url!.TrimEnd('/');

    public static HttpClient NewHttp(RegistryOptions options) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = options.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = BytesMax,
    };

    /// <param name="tag">Of what is known of it; null for nothing.</param>
    public Task<RegistryAnswer> FindAsync(string name, string? tag, CancellationToken ct) => AskAsync(
        $"{_root}/agents/{Uri.EscapeDataString(name)}", tag, async response =>
        {
            var freshFor = FreshFor(response.Headers.CacheControl);
            if (NotThere.Contains(response.StatusCode))
            {
                return new RegistryAnswer(null, true, null, freshFor);
            }

            if (response.StatusCode == HttpStatusCode.NotModified && tag is not null)
            {
                return new RegistryAnswer(null, false, tag, freshFor);
            }

            var agent = await ReadAsync(response, RegistryJson.Default.RegistryAgent, ct);
            return new RegistryAnswer(agent.ToRow(name), true, response.Headers.ETag?.ToString(), freshFor);
        }, ct);

    /// <summary>Agents by name, after the given one. A registry without pages gives all of them.</summary>
    public Task<List<AgentRow>> ListAsync(string? after, int limit, CancellationToken ct) => AskAsync(
        $"{_root}/agents?limit={limit}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", null,
        async response =>
        {
            var page = await ReadAsync(response, RegistryJson.Default.JsonElement, ct);
            var agents = page.ValueKind == JsonValueKind.Array
                ? page.Deserialize(RegistryJson.Default.IReadOnlyListRegistryAgent)
                : page.Deserialize(RegistryJson.Default.RegistryPage)?.Agents;
            return (agents ?? []).Select(agent => agent.ToRow(null)).Where(agent => agent.Name.Length > 0).ToList();
        }, ct);

    private async Task<T> AskAsync<T>(
        string address, string? tag, Func<HttpResponseMessage, Task<T>> read, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/json");
            if (tag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }

            await LogInAsync(request, both.Token);
            using var response = await http.SendAsync(request, both.Token);
            return await read(response);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Unavailable($"gave no answer within {options.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw Unavailable($"could not be reached: {error.GetBaseException().Message}", error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Unavailable($"answered something else than an agent: {error.Message}", error);
        }
    }

    private async Task LogInAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (options.Secret is not { } name)
        {
            return;
        }

        var (secret, fault) = await secrets.FindAsync(name, ct);
        if (secret is null || !secret.All(c => c is > ' ' and <= '~'))
        {
            throw Unavailable($"cannot be asked: {fault ?? $"the secret '{name}' is no token that can be sent"}");
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw Unavailable($"answered {(int)response.StatusCode} ({response.ReasonPhrase})");
        }

        return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(ct), type)
            ?? throw Unavailable("answered null");
    }

    private static TimeSpan? FreshFor(CacheControlHeaderValue? header) =>
        header is null ? null : header.NoStore || header.NoCache ? TimeSpan.Zero : header.MaxAge;

    private RegistryUnavailableException Unavailable(string what, Exception? cause = null) =>
        new($"The agent registry at {_root} (AGENT_REGISTRY_URL) {what}.", cause);
}
